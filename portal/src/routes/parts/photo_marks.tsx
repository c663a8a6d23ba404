/** What lies over a photo in the gallery: whether it is new to this person, and the heart. */
import type { NewsMark } from '../../lib/mine';
import { t } from '../../lib/text';
import { isReadOnly } from '../../lib/view';
import { FavoriteButton } from '../../ui/favorite_button';

interface PhotoMarksProps {
  photo: string;
  news: NewsMark | undefined;
  /** Undefined until the person's marks are known. */
  favorite: boolean | undefined;
  onToggle: () => void;
}

export function PhotoMarks({ photo, news, favorite, onToggle }: PhotoMarksProps) {
  return (
    <>
      {news && (
        <span className="pointer-events-none absolute bottom-2 left-2 rounded-full bg-accent px-2 text-small font-semibold text-on-accent">
          {news === 'new' ? t('New') : t('Replaced')}
        </span>
      )}
      {favorite !== undefined && (
        <FavoriteButton
          photo={photo}
          favorite={favorite}
          disabled={isReadOnly()}
          onToggle={onToggle}
          className="absolute top-0 right-0 transition-opacity focus-visible:opacity-100 aria-pressed:opacity-100 sm:top-0.5 sm:right-0.5 [@media(hover:hover)]:not-aria-pressed:opacity-0 [@media(hover:hover)]:group-hover/tile:opacity-100 [@media(hover:hover)]:focus-visible:opacity-100"
        />
      )}
    </>
  );
}
