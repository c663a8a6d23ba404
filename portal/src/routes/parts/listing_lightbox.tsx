/** The pictures of a listing one by one, and what can be done with each: love it, ask for a change, save it. */
import { Fragment } from 'react';
import type { Asset, Gallery } from '../../lib/api';
import { useSession } from '../../lib/session';
import { altOf } from '../../ui/gallery';
import Lightbox from '../../ui/lightbox';
import { LightboxFavorite } from './lightbox_favorite';
import { PhotoActions } from './photo_actions';
import RevisionButton from './revision_button';

/** What was pressed: the place among the pictures that were shown then. */
export interface Opened {
  at: number;
  ids: string[];
}

interface LightboxProps {
  gallery: Gallery;
  opened: Opened;
  /** Whether a picture is a favorite (undefined: not known yet, or not this person's to say), and the way to change it. */
  marksOf: (asset_id: string) => { favorite: boolean | undefined; onToggle: () => void };
  onClose: () => void;
}

export default function ListingLightbox({ gallery, opened, marksOf, onClose }: LightboxProps) {
  const { listing_id, address_line } = gallery;
  const mayAsk = useSession().viewer?.kind === 'customer';
  const photos = inOrder(gallery.assets, opened.ids);
  return (
    <Lightbox
      photos={photos}
      start={opened.at}
      about={address_line}
      onClose={onClose}
      actions={(index) => {
        const photo = photos[index];
        if (!photo) return null;
        const { favorite, onToggle } = marksOf(photo.asset_id);
        const alt = altOf(photo, index, address_line);
        return (
          <Fragment key={photo.asset_id}>
            {favorite !== undefined && <LightboxFavorite photo={alt} favorite={favorite} onToggle={onToggle} />}
            {mayAsk && <RevisionButton listing_id={listing_id} photo={photo} alt={alt} />}
            <PhotoActions listing_id={listing_id} photo={photo} />
          </Fragment>
        );
      }}
    />
  );
}

/** The pictures that were shown when the lightbox opened, as they are now: no press inside takes one away. */
function inOrder(assets: Asset[], ids: string[]): Asset[] {
  const known = new Map(assets.map((asset) => [asset.asset_id, asset]));
  return ids.flatMap((id) => known.get(id) ?? []);
}
