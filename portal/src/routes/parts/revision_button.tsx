/** "Ask for a change" in the lightbox, with the number of one's own open requests on the photo shown. */
import { lazy, Suspense, useState } from 'react';
import type { Asset } from '../../lib/api';
import { useRevisions } from '../../lib/revisions';
import { t, tn } from '../../lib/text';
import { Icon } from '../../ui/icon';

const RevisionDialog = lazy(() => import('./revision_dialog'));

export default function RevisionButton({
  listing_id,
  photo,
  alt,
}: {
  listing_id: string;
  photo: Asset;
  alt: string;
}) {
  const [open, setOpen] = useState(false);
  const count =
    useRevisions(listing_id).data?.revisions.filter((one) => one.asset_id === photo.asset_id).length ?? 0;
  const label = count
    ? tn(count, 'Ask for a change, {n} is open', 'Ask for a change, {n} are open')
    : t('Ask for a change');
  return (
    <>
      <button
        type="button"
        title={label}
        aria-label={label}
        onClick={() => setOpen(true)}
        className="relative grid size-11 place-items-center rounded-control hover:bg-white/15"
      >
        <Icon name="edit" />
        {count > 0 && (
          <span className="numbers absolute top-0.5 right-0.5 grid size-5 place-items-center rounded-full bg-accent text-[12px] font-semibold text-on-accent">
            {count}
          </span>
        )}
      </button>
      <Suspense fallback={null}>
        {open && (
          // Keys that the lightbox listens to belong to the form while it is open.
          <div className="contents text-ink" onKeyDown={(event) => event.stopPropagation()}>
            <RevisionDialog listing_id={listing_id} photo={photo} alt={alt} onClose={() => setOpen(false)} />
          </div>
        )}
      </Suspense>
    </>
  );
}
