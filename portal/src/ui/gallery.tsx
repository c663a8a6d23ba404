/** Justified rows from the pictures' known sizes alone, laid out by CSS: nothing is measured, so nothing ever jumps. */
import type { ReactNode } from 'react';
import type { Asset } from '../lib/api';
import { inSections } from '../lib/sections';
import { t } from '../lib/text';
import { tileSizes } from '../lib/tile_sizes';
import { Icon } from './icon';
import { Photo } from './photo';

export type Shown = Pick<Asset, 'asset_id' | 'kind' | 'caption' | 'alt' | 'section' | 'branded' | 'preview'> & {
  locked?: boolean;
};

interface GalleryProps {
  /** In the order in which they are shown, section by section. */
  photos: Shown[];
  /** The words for a picture without alt text. */
  about: string;
  markLocked: boolean;
  /** The chosen pictures while choosing, else null. */
  chosen: ReadonlySet<string> | null;
  /** On a page without the sidebar. */
  alone?: boolean;
  onOpen: (index: number) => void;
  /** With Shift: everything up to there. */
  onChoose: (asset_id: string, upToHere: boolean) => void;
  /** A word that a picture stands out by. */
  news?: (photo: Shown) => string | undefined;
  /** What lies over a picture while nothing is being chosen. */
  marks?: (photo: Shown, alt: string) => ReactNode;
}

export const altOf = (photo: Shown, index: number, about: string) =>
  photo.alt ||
  photo.caption ||
  (photo.kind === 'floor_plan'
    ? t('Floor plan {n}, {about}', { n: index + 1, about })
    : t('Photo {n}, {about}', { n: index + 1, about }));

/** Sections from this number on can be jumped to. */
const MANY_SECTIONS = 3;

export function Gallery(props: GalleryProps) {
  const sections = inSections(props.photos);
  const titles = sections.map((section) => section.title).filter(Boolean);
  let start = 0;
  return (
    <div className="grid gap-7">
      {titles.length >= MANY_SECTIONS && <SectionLinks titles={titles} />}
      {sections.map(({ title, photos, plans }) => {
        const first = start;
        start += photos.length;
        return (
          <section key={`${plans} ${title}`} className="min-w-0">
            {title && (
              <h2
                id={anchor(plans ? titles.length - 1 : titles.indexOf(title))}
                className="mb-3 scroll-mt-6 text-title font-semibold [overflow-wrap:anywhere]"
              >
                {title}
              </h2>
            )}
            <Rows {...props} photos={photos} first={first} plans={plans} />
          </section>
        );
      })}
    </div>
  );
}

const anchor = (index: number) => `section-${index + 1}`;

function SectionLinks({ titles }: { titles: string[] }) {
  return (
    <nav
      aria-label={t('Sections')}
      className="-mx-4 flex gap-2 overflow-x-auto px-4 py-1 [scrollbar-width:none] sm:mx-0 sm:flex-wrap sm:px-0"
    >
      {titles.map((title, index) => (
        <a
          key={index}
          href={`#${anchor(index)}`}
          className="inline-flex min-h-9 max-w-60 shrink-0 items-center rounded-full border border-line bg-surface px-3.5 text-small font-medium hover:bg-sunken"
        >
          <span className="truncate">{title}</span>
        </a>
      ))}
    </nav>
  );
}

/** What is left of a last row stays free only where one more picture would have its place: full rows end flush. */
const ROWS =
  "-mx-4 flex flex-wrap gap-1 [--row:116px] after:grow-[1000000] after:basis-[calc(var(--row)*1.5)] after:content-[''] sm:mx-0 sm:gap-2 sm:[--row:190px] lg:[--row:240px]";
/** Plans are read, not looked at: each whole, on the white that it was drawn on. */
const PLANS = 'grid gap-3 sm:grid-cols-2 xl:grid-cols-3';
const PLAN_SIZES = '(min-width: 1280px) 30vw, (min-width: 640px) 46vw, 100vw';

/** The rows of one section; `first` is the place of its first picture in the whole gallery. */
function Rows({
  photos,
  first,
  about,
  markLocked,
  chosen,
  alone,
  onOpen,
  onChoose,
  news,
  marks,
  plans,
}: GalleryProps & { first: number; plans: boolean }) {
  return (
    <ul className={plans ? PLANS : ROWS}>
      {photos.map((photo, at) => {
        const index = first + at;
        return (
          <Tile
            key={photo.asset_id}
            photo={photo}
            alt={altOf(photo, index, about)}
            turn={index < 2 ? 'first' : index < 4 ? 'soon' : 'later'}
            locked={markLocked && photo.locked === true}
            alone={alone}
            plan={plans}
            chosen={chosen ? chosen.has(photo.asset_id) : null}
            news={news?.(photo)}
            marks={chosen ? null : marks?.(photo, altOf(photo, index, about))}
            onPress={(shift) => (chosen ? onChoose(photo.asset_id, shift) : onOpen(index))}
          />
        );
      })}
    </ul>
  );
}

interface TileProps {
  photo: Shown;
  alt: string;
  turn: 'first' | 'soon' | 'later';
  locked: boolean;
  alone: boolean | undefined;
  plan: boolean;
  chosen: boolean | null;
  news: string | undefined;
  marks: ReactNode;
  onPress: (shift: boolean) => void;
}

function Tile({ photo, alt, turn, locked, alone, plan, chosen, news, marks, onPress }: TileProps) {
  const { width, height } = photo.preview.large;
  const ratio = width / height;
  return (
    <li
      className="group/tile relative max-w-full"
      style={
        plan
          ? { aspectRatio: '4 / 3' }
          : {
              flexGrow: String(ratio * 100),
              flexBasis: `calc(var(--row) * ${ratio})`,
              aspectRatio: String(ratio),
            }
      }
    >
      <button
        type="button"
        aria-label={chosen === null ? t('Open {photo}', { photo: alt }) : alt}
        aria-pressed={chosen ?? undefined}
        onClick={(event) => onPress(event.shiftKey)}
        className={`group block size-full overflow-hidden ${plan ? 'rounded-card border border-line bg-white p-2' : 'sm:rounded-[4px]'}`}
      >
        <Photo
          preview={photo.preview}
          alt=""
          turn={turn}
          sizes={plan ? PLAN_SIZES : tileSizes(ratio, alone, devicePixelRatio)}
          className={`size-full ${plan ? 'bg-white! object-contain' : 'object-cover'} transition-opacity group-hover:opacity-92 ${chosen === false ? 'opacity-70' : ''}`}
        />
        {chosen !== null && (
          <span
            className={`absolute top-2 left-2 grid size-7 place-items-center rounded-full border-2 border-white ${chosen ? 'bg-accent text-on-accent' : 'bg-scrim'}`}
          >
            {chosen && <Icon name="check" className="size-4" />}
          </span>
        )}
      </button>
      {(news || photo.branded || locked) && (
        <div className="pointer-events-none absolute inset-x-1.5 bottom-1.5 flex flex-wrap-reverse gap-1 text-small sm:inset-x-2 sm:bottom-2">
          {news && <span className="rounded-full bg-accent px-2 font-semibold text-on-accent">{news}</span>}
          {photo.branded && <span className="rounded-full bg-scrim px-1.5 text-white">{t('Branded')}</span>}
          {locked && (
            <span className="ml-auto grid size-7 place-items-center rounded-full bg-scrim text-white">
              <Icon name="lock" className="size-4" />
            </span>
          )}
        </div>
      )}
      {marks}
    </li>
  );
}
