/** The heart on a photo: pressed or not, for eyes, keys and screen readers alike. */
import { t } from '../lib/text';
import { Icon } from './icon';

interface FavoriteButtonProps {
  /** What the photo shows. */
  photo: string;
  favorite: boolean;
  disabled?: boolean;
  className?: string;
  onToggle: () => void;
}

export function FavoriteButton({ photo, favorite, disabled, className = '', onToggle }: FavoriteButtonProps) {
  return (
    <button
      type="button"
      title={t('Favorite')}
      aria-label={t('Favorite: {photo}', { photo })}
      aria-pressed={favorite}
      disabled={disabled}
      onClick={onToggle}
      className={`grid size-11 place-items-center rounded-full text-white ${className}`}
    >
      <span className="grid size-8 place-items-center rounded-full bg-scrim">
        <Icon name="heart" className={favorite ? 'size-5 fill-current' : 'size-5'} />
      </span>
    </button>
  );
}
