/** One picture of a brand: what there is, another one, none. */
import { useBrandPicture, type BrandPicture, type PictureUse } from '../../lib/branding';
import { t } from '../../lib/text';
import { Button, IconButton } from '../../ui/button';
import { useFilePick } from '../../ui/file_pick';
import { fieldError } from '../../ui/form_error';
import { Icon } from '../../ui/icon';

interface PickProps {
  use: PictureUse;
  label: string;
  hint: string;
  picture: BrandPicture | null;
  error: string | undefined;
  onPicture: (picture: BrandPicture | null) => void;
}

const RASTER = 'image/png,image/jpeg,image/webp';
const SHAPES: Record<PictureUse, string> = {
  logo: 'h-14 w-28 sm:w-36',
  favicon: 'size-14',
  portal_image: 'h-20 w-32',
};

export function BrandPicturePick({ use, label, hint, picture, error, onPicture }: PickProps) {
  const upload = useBrandPicture(use);
  const accept = use === 'portal_image' ? RASTER : `${RASTER},image/svg+xml`;
  const file = useFilePick(use, accept, (chosen) => upload.mutate(chosen, { onSuccess: onPicture }));
  const problem = fieldError(upload.error, 'file') ?? upload.error?.message ?? error;
  return (
    <div role="group" aria-label={label}>
      <p className="mb-1.5 font-medium">{label}</p>
      <div className="flex flex-wrap items-center gap-3">
        {picture && <Shown use={use} picture={picture} label={label} />}
        <Button icon="upload" busy={upload.isPending} onClick={file.pick}>
          {picture ? t('Replace') : t('Choose a file')}
        </Button>
        {picture && (
          <IconButton
            icon="trash"
            label={t('Remove {picture}', { picture: label })}
            onClick={() => {
              upload.reset();
              onPicture(null);
            }}
          />
        )}
        {file.field}
      </div>
      {problem ? (
        <p role="alert" className="mt-1.5 flex gap-1.5 text-small text-bad">
          <Icon name="alert" className="mt-0.5 size-4" />
          {problem}
        </p>
      ) : (
        <p className="mt-1.5 text-small text-muted">{hint}</p>
      )}
    </div>
  );
}

function Shown({ use, picture, label }: { use: PictureUse; picture: BrandPicture; label: string }) {
  const isPhoto = use === 'portal_image';
  // Light ink on a dark ground, so that it can be seen here too.
  const ground = picture.plate === 'dark' ? 'bg-black' : 'bg-white';
  return (
    <span
      className={`grid shrink-0 place-items-center overflow-hidden rounded-control border border-line ${SHAPES[use]} ${isPhoto ? '' : `p-2 ${ground}`}`}
    >
      <img
        src={picture.url}
        width={picture.width}
        height={picture.height}
        alt={t('Your {picture}', { picture: label })}
        className={isPhoto ? 'size-full object-cover' : 'max-h-full w-auto max-w-full'}
      />
    </span>
  );
}
