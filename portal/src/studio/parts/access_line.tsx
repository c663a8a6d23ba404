/** Whether downloads follow the payment rule or staff's word, in one line with the way to change it. */
import { lazy, Suspense, useState } from 'react';
import { deciding, type Level, type Overrides, type Scope } from '../../lib/overrides';
import { t } from '../../lib/text';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';

const AccessDialog = lazy(() => import('./access_dialog'));

const WORDS: Record<Level, [locked: string, unlocked: string]> = {
  order: ['Locked by you, for this order', 'Unlocked by you, for this order'],
  customer: ['Locked by you, for this customer', 'Unlocked by you, for this customer'],
  team: ['Locked by you, for this customer’s team', 'Unlocked by you, for this customer’s team'],
  business: ['Locked by you, for every customer', 'Unlocked by you, for every customer'],
};

export function AccessLine({ overrides, ...rest }: { overrides: Overrides; customer: string } & Scope) {
  const [open, setOpen] = useState(false);
  const level = deciding(overrides);
  const locked = level !== null && overrides[level] === 'locked';
  return (
    <div className="flex items-center justify-between gap-x-4">
      <p className="min-w-0 items-center gap-x-3 max-sm:grid sm:flex [&>span]:whitespace-normal">
        <span className="font-medium">{t('Downloads')}</span>
        {level === null ? (
          <span className="text-muted">{t('By the payment rule')}</span>
        ) : (
          <Badge tone={locked ? 'warn' : 'info'}>{t(WORDS[level][locked ? 0 : 1])}</Badge>
        )}
      </p>
      <Button onClick={() => setOpen(true)}>{t('Lock or unlock')}</Button>
      <Suspense fallback={null}>
        {open && <AccessDialog overrides={overrides} {...rest} onClose={() => setOpen(false)} />}
      </Suspense>
    </div>
  );
}
