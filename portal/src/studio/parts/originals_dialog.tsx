/** The original files of one listing, each saved under the name with which it was uploaded. */
import { splitAddress } from '../../lib/address';
import type { ListingCard } from '../../lib/api';
import { useOriginals, type Original } from '../../lib/business_data';
import { bytes, moment } from '../../lib/format';
import { useSession } from '../../lib/session';
import { t, tn } from '../../lib/text';
import { Dialog } from '../../ui/dialog';
import { Icon } from '../../ui/icon';
import { Bar, Load } from '../../ui/states';

export default function OriginalsDialog({ card, onClose }: { card: ListingCard; onClose: () => void }) {
  const originals = useOriginals(card.listing_id);
  return (
    <Dialog title={t('Original files')} onClose={onClose} wide>
      <p className="mb-4 text-muted">{splitAddress(card.address_line)[0]}</p>
      <Load
        query={originals}
        failed={t('The files could not be loaded.')}
        skeleton={<Bar className="h-40 rounded-control" />}
      >
        {(files) =>
          files.length === 0 ? <p>{t('No file was uploaded for this listing.')}</p> : <Files files={files} />
        }
      </Load>
    </Dialog>
  );
}

function Files({ files }: { files: Original[] }) {
  const { business } = useSession();
  const total = files.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
  return (
    <>
      <p className="numbers mb-2 text-small text-muted">
        {tn(files.length, '{n} file, {size}', '{n} files, {size}', { size: bytes(total) })}
      </p>
      <ul className="divide-y divide-line border-y border-line">
        {files.map((file) => (
          <li key={file.url}>
            <a
              href={file.url}
              className="flex min-h-11 items-center justify-between gap-4 py-2.5 hover:bg-sunken [&:hover_.name]:underline"
            >
              <span className="min-w-0">
                <span className="name block font-medium [overflow-wrap:anywhere]">{file.name}</span>
                <span className="numbers text-small text-muted">
                  {[file.bytes !== null && bytes(file.bytes), moment(file.uploaded_at, business.time_zone)]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
              <Icon name="download" />
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
