/** The heart in the lightbox, also on the key F. */
import { useEffect } from 'react';
import { isReadOnly } from '../../lib/view';
import { FavoriteButton } from '../../ui/favorite_button';

interface LightboxFavoriteProps {
  photo: string;
  favorite: boolean;
  onToggle: () => void;
}

export function LightboxFavorite({ photo, favorite, onToggle }: LightboxFavoriteProps) {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'f' || event.ctrlKey || event.metaKey || event.altKey || isReadOnly())
        return;
      event.preventDefault();
      onToggle();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [onToggle]);
  return <FavoriteButton photo={photo} favorite={favorite} disabled={isReadOnly()} onToggle={onToggle} />;
}
