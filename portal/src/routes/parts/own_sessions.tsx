/** Where one is signed in, and the way to end that. */
import { useEndSession, useOwnSessions, type OwnSession } from '../../lib/account';
import { date } from '../../lib/format';
import { t } from '../../lib/text';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { Bar, Load } from '../../ui/states';
import { toast } from '../../ui/toast';

export function OwnSessions() {
  const sessions = useOwnSessions();
  const end = useEndSession();
  const leave = (session_id: string | null, done: string) =>
    end.mutate(session_id, { onSuccess: () => toast(done), onError: (error) => toast(error.message) });
  return (
    <Load query={sessions} failed={t('Your devices could not be loaded.')} skeleton={<Bar className="h-28" />}>
      {(all) => (
        <>
          <ul className="divide-y divide-line">
            {all.map((session) => (
              <li key={session.session_id} className="flex items-center justify-between gap-4 py-3 first:pt-0">
                <Device session={session} />
                {session.is_this ? (
                  <Badge tone="ok">{t('This device')}</Badge>
                ) : (
                  <Button
                    busy={end.isPending && end.variables === session.session_id}
                    onClick={() => leave(session.session_id, t('The device is signed out.'))}
                  >
                    {t('Sign out')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {all.length > 1 ? (
            <Button
              className="mt-3 max-sm:w-full"
              busy={end.isPending && end.variables === null}
              onClick={() => leave(null, t('Every other device is signed out.'))}
            >
              {t('Sign out everywhere else')}
            </Button>
          ) : (
            <p className="text-small text-muted">{t('You are signed in nowhere else.')}</p>
          )}
        </>
      )}
    </Load>
  );
}

function Device({ session: { device, begun_at, seen_on } }: { session: OwnSession }) {
  const words = { begun: date(begun_at), seen: date(seen_on, 'UTC') };
  return (
    <div className="min-w-0">
      <p className="font-medium">{device ? t(device) : t('Unknown device')}</p>
      <p className="text-small text-muted">{t('Signed in {begun}, last seen {seen}', words)}</p>
    </div>
  );
}
