/** What a listing holds beside its pictures, of which most listings have none. */
import type { Gallery } from '../../lib/api';
import { Documents } from './documents';
import { Videos } from './videos';

export default function OtherFiles({ gallery }: { gallery: Gallery }) {
  return (
    <>
      {gallery.videos.length > 0 && <Videos gallery={gallery} />}
      <Documents gallery={gallery} />
    </>
  );
}
