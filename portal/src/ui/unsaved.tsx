/** Asks before changes that are not saved are left behind. */
import { useLayoutEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { hold } from '../lib/leaving';
import { t } from '../lib/text';
import { Discard } from './dialog';

export function Unsaved({ when }: { when: boolean }) {
  const [, navigate] = useLocation();
  const [leave, setLeave] = useState<(() => void) | null>(null);
  // Before the browser paints: whoever sees what they typed is asked.
  useLayoutEffect(() => (when ? hold((leave) => setLeave(() => leave), navigate) : undefined), [when, navigate]);
  if (leave === null) return null;
  return (
    <Discard title={t('Leave without saving?')} onDiscard={leave} onKeep={() => setLeave(null)}>
      {t('Your changes on this page are not saved yet.')}
    </Discard>
  );
}
