/** Justified rows from the pictures' known sizes alone, laid out by CSS: nothing is measured, so nothing ever jumps. */
import type { Asset } from '../lib/api';
import { t } from '../lib/text';
import { tileSizes } from '../lib/tile_sizes';
import { Icon } from './icon';
import { Photo } from './photo';

export type Shown = Asset;

interface GalleryProps {
  photos: Shown[];
  /** The words for a picture without alt text. */
  about: string;
  markLocked: boolean;
  /** The chosen pictures while choosing, else null. */
  chosen: ReadonlySet<string> | null;
  onOpen: (index: number) => void;
  onChoose: (asset_id: string) => void;
}

export const altOf = (photo: Asset, index: number, about: string) =>
  photo.alt || photo.caption || t('Photo {n}, {about}', { n: index + 1, about });

export function Gallery({ photos, about, markLocked, chosen, onOpen, onChoose }: GalleryProps) {
  return (
    <ul className="-mx-4 flex flex-wrap gap-1 [--row:116px] after:grow-[1000000] after:content-[''] sm:mx-0 sm:gap-2 sm:[--row:190px] lg:[--row:240px]">
      {photos.map((photo, index) => (
        <Tile
          key={photo.asset_id}
          photo={photo}
          alt={altOf(photo, index, about)}
          eager={index < 4}
          locked={markLocked && photo.locked}
          chosen={chosen ? chosen.has(photo.asset_id) : null}
          onPress={() => (chosen ? onChoose(photo.asset_id) : onOpen(index))}
        />
      ))}
    </ul>
  );
}

interface TileProps {
  photo: Shown;
  alt: string;
  eager: boolean;
  locked: boolean;
  chosen: boolean | null;
  onPress: () => void;
}

function Tile({ photo, alt, eager, locked, chosen, onPress }: TileProps) {
  const { width, height } = photo.preview.large;
  const ratio = width / height;
  return (
    <li
      className="relative max-w-full"
      style={{
        flexGrow: String(ratio * 100),
        flexBasis: `calc(var(--row) * ${ratio})`,
        aspectRatio: String(ratio),
      }}
    >
      <button
        type="button"
        aria-label={chosen === null ? t('Open {photo}', { photo: alt }) : alt}
        aria-pressed={chosen ?? undefined}
        onClick={onPress}
        className="group block size-full overflow-hidden sm:rounded-[4px]"
      >
        <Photo
          preview={photo.preview}
          alt=""
          eager={eager}
          sizes={tileSizes(ratio)}
          className={`size-full object-cover transition-opacity group-hover:opacity-92 ${chosen === false ? 'opacity-70' : ''}`}
        />
        {chosen !== null && (
          <span
            className={`absolute top-2 left-2 grid size-7 place-items-center rounded-full border-2 border-white ${chosen ? 'bg-accent text-on-accent' : 'bg-scrim'}`}
          >
            {chosen && <Icon name="check" className="size-4" />}
          </span>
        )}
        {locked && (
          <span className="absolute right-2 bottom-2 grid size-7 place-items-center rounded-full bg-scrim text-white">
            <Icon name="lock" className="size-4" />
          </span>
        )}
      </button>
    </li>
  );
}
