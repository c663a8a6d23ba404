/** "Share" of a listing, for its customer and for the business; whoever only looks makes no links. */
import { lazy, Suspense, useState } from 'react';
import type { Gallery } from '../lib/api';
import { t } from '../lib/text';
import { isReadOnly } from '../lib/view';
import { Button } from './button';

const ShareDialog = lazy(() => import('./share_dialog'));

interface ShareButtonProps {
  listing_id: string;
  /** The teams that whoever looks may share it with. */
  teams?: Gallery['teams'];
}

export function ShareButton({ listing_id, teams }: ShareButtonProps) {
  const [open, setOpen] = useState(false);
  if (isReadOnly()) return null;
  return (
    <>
      <Button icon="share" onClick={() => setOpen(true)}>
        {t('Share')}
      </Button>
      <Suspense fallback={null}>
        {open && <ShareDialog listing_id={listing_id} teams={teams ?? []} onClose={() => setOpen(false)} />}
      </Suspense>
    </>
  );
}
