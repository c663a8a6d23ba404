/** Asks before changes that are not saved are left behind. */
import { useLayoutEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { hold } from '../lib/leaving';
import { t } from '../lib/text';
import { Button } from './button';
import { Dialog } from './dialog';

export function Unsaved({ when }: { when: boolean }) {
  const [, navigate] = useLocation();
  const [leave, setLeave] = useState<(() => void) | null>(null);
  // Before the browser paints: whoever sees what they typed is asked.
  useLayoutEffect(() => (when ? hold((leave) => setLeave(() => leave), navigate) : undefined), [when, navigate]);
  if (leave === null) return null;
  return (
    <Dialog
      title={t('Leave without saving?')}
      onClose={() => setLeave(null)}
      footer={
        <>
          <Button look="danger" onClick={leave}>
            {t('Discard changes')}
          </Button>
          <Button look="primary" onClick={() => setLeave(null)}>
            {t('Keep editing')}
          </Button>
        </>
      }
    >
      <p>{t('Your changes on this page are not saved yet.')}</p>
    </Dialog>
  );
}
