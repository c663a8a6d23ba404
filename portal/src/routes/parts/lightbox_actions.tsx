/** What can be done with the photo that the lightbox shows: love it, ask for a change, save it. */
import type { Asset } from '../../lib/api';
import { LightboxFavorite } from './lightbox_favorite';
import { PhotoActions } from './photo_actions';
import RevisionButton from './revision_button';

interface ActionsProps {
  listing_id: string;
  photo: Asset;
  alt: string;
  /** Undefined: not known yet, or not this person's to say. */
  favorite: boolean | undefined;
  onToggle: () => void;
  mayAsk: boolean;
}

export default function LightboxActions({ listing_id, photo, alt, favorite, onToggle, mayAsk }: ActionsProps) {
  return (
    <>
      {favorite !== undefined && <LightboxFavorite photo={alt} favorite={favorite} onToggle={onToggle} />}
      {mayAsk && <RevisionButton listing_id={listing_id} photo={photo} alt={alt} />}
      <PhotoActions listing_id={listing_id} photo={photo} />
    </>
  );
}
