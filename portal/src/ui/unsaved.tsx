/** Asks before changes that are not saved are left behind: by a link, or by closing the tab. */
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { t } from '../lib/text';
import { Button } from './button';
import { Dialog } from './dialog';

/** The path that a click leads to inside of the portal; null for everything that keeps this page open. */
function pathLeftFor(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute('download')) return null;
  const url = new URL(link.href);
  return url.origin === location.origin && url.pathname !== location.pathname ? url.pathname + url.search : null;
}

export function Unsaved({ when }: { when: boolean }) {
  const [, navigate] = useLocation();
  const [leaving, setLeaving] = useState<string | null>(null);
  useEffect(() => {
    if (!when) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const path = pathLeftFor(event);
      if (path === null) return;
      event.preventDefault();
      event.stopPropagation();
      setLeaving(path);
    };
    addEventListener('beforeunload', onUnload);
    document.addEventListener('click', onClick, true);
    return () => {
      removeEventListener('beforeunload', onUnload);
      document.removeEventListener('click', onClick, true);
    };
  }, [when]);
  if (leaving === null) return null;
  return (
    <Dialog
      title={t('Leave without saving?')}
      onClose={() => setLeaving(null)}
      footer={
        <>
          <Button look="danger" onClick={() => navigate(leaving)}>
            {t('Discard changes')}
          </Button>
          <Button look="primary" onClick={() => setLeaving(null)}>
            {t('Keep editing')}
          </Button>
        </>
      }
    >
      <p>{t('Your changes on this page are not saved yet.')}</p>
    </Dialog>
  );
}
