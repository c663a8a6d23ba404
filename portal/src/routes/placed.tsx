/** What a guest sees after booking: the private page, and an account with the e-mail filled in (product 3.6). */
import { Link, Redirect } from 'wouter';
import { orderNumber } from '../lib/format';
import { useSession } from '../lib/session';
import { t } from '../lib/text';
import { buttonClass } from '../ui/button';
import { Icon } from '../ui/icon';
import { Card, Page } from '../ui/page';

interface Note {
  number: number;
  address_line: string;
  private_url: string | null;
  email: string;
}

function readNote(): Note | null {
  try {
    return JSON.parse(sessionStorage.getItem('latchkey.placed') ?? 'null') as Note | null;
  } catch {
    return null;
  }
}

/** Only a page of this host: the path of the link, whatever stands before it. */
function privatePath(url: string | null): string | null {
  if (!url) return null;
  const { pathname } = new URL(url, location.origin);
  return pathname.startsWith('/g/') ? pathname : null;
}

export default function Placed() {
  const { business } = useSession();
  const note = readNote();
  if (!note) return <Redirect to="/order" replace />;
  const path = privatePath(note.private_url);
  return (
    <Page
      title={t('Thank you, your order is placed')}
      tab={t('Order placed')}
      below={`${orderNumber(note.number)} · ${note.address_line}`}
      width="narrow"
    >
      <div className="grid gap-5">
        <Card>
          <div className="flex gap-4">
            <span className="grid size-10 shrink-0 place-items-center rounded-full bg-ok-soft text-ok">
              <Icon name="check" />
            </span>
            <div>
              <h2 className="text-lead font-semibold">{t('What happens next')}</h2>
              <p className="text-muted">
                {t(
                  '{business} looks at your order and confirms it. Your private page shows each step; pay there when the photos are ready.',
                  { business: business.name },
                )}
              </p>
              {path && (
                <a href={path} className={buttonClass('secondary', 'mt-4')}>
                  {t('Open your private page')}
                </a>
              )}
            </div>
          </div>
        </Card>
        <Card title={t('Keep everything in one place')}>
          <p className="mb-4 text-muted">
            {t(
              'With an account you see all your orders, download your photos and book the next shoot in a minute.',
            )}
          </p>
          <Link
            href="/sign-up"
            state={{ email: note.email }}
            className={buttonClass('primary', 'h-auto! py-2 whitespace-normal! [overflow-wrap:anywhere]')}
          >
            {t('Create an account with {email}', { email: note.email })}
          </Link>
        </Card>
      </div>
    </Page>
  );
}
