/** The address that signs in, and the way to another one. */
import { lazy, Suspense, useState } from 'react';
import { t } from '../../lib/text';
import { Button } from '../../ui/button';

const ChangeEmailDialog = lazy(() => import('./change_email_dialog'));

export function OwnEmail({ email }: { email: string }) {
  const [open, setOpen] = useState(false);
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3">
      <div className="min-w-0">
        <p className="font-medium [overflow-wrap:anywhere]">{email}</p>
        <p className="text-small text-muted">{t('You sign in with it, and our mails go there.')}</p>
      </div>
      <Button className="max-sm:w-full" onClick={() => setOpen(true)}>
        {t('Change e-mail')}
      </Button>
      {open && (
        <Suspense>
          <ChangeEmailDialog email={email} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}
