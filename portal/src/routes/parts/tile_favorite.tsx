/** The heart over a photo in the gallery. */
import { isReadOnly } from '../../lib/view';
import { FavoriteButton } from '../../ui/favorite_button';

interface TileFavoriteProps {
  photo: string;
  /** Undefined until the person's marks are known. */
  favorite: boolean | undefined;
  onToggle: () => void;
}

export function TileFavorite({ photo, favorite, onToggle }: TileFavoriteProps) {
  if (favorite === undefined) return null;
  return (
    <FavoriteButton
      photo={photo}
      favorite={favorite}
      disabled={isReadOnly()}
      onToggle={onToggle}
      className="absolute top-0 right-0 transition-opacity focus-visible:opacity-100 aria-pressed:opacity-100 sm:top-0.5 sm:right-0.5 [@media(hover:hover)]:not-aria-pressed:opacity-0 [@media(hover:hover)]:group-hover/tile:opacity-100 [@media(hover:hover)]:focus-visible:opacity-100"
    />
  );
}
