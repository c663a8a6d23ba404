/** Settings: all mails that leave in the business's name, what makes each leave, and whether it does (product 11). */
import { Link } from 'wouter';
import { useMails, type Mail } from '../lib/mails';
import { t } from '../lib/text';
import { Badge } from '../ui/badge';
import { Icon } from '../ui/icon';
import { Bar, Load } from '../ui/states';
import { SettingsPage } from './parts/settings_page';

export default function Mails() {
  const mails = useMails();
  return (
    <SettingsPage
      title={t('Mails')}
      below={t(
        'Everything that leaves in your name: look at each, add your own words, switch off what you do not want.',
      )}
    >
      <Load query={mails} failed={t('The mails could not be loaded.')} skeleton={<Skeleton />}>
        {({ mails }) => (
          <div className="grid max-w-3xl gap-8">
            <Group
              title={t('To your customers')}
              mails={mails.filter((one) => !one.needed && one.reader === 'customer')}
            />
            <Group title={t('To you')} mails={mails.filter((one) => !one.needed && one.reader === 'business')} />
            <Group
              title={t('To whom customers let have copies')}
              mails={mails.filter((one) => !one.needed && one.reader === 'recipient')}
            />
            <Group title={t('Always sent')} mails={mails.filter((one) => one.needed)} />
          </div>
        )}
      </Load>
    </SettingsPage>
  );
}

function Skeleton() {
  return (
    <div className="grid max-w-3xl gap-8">
      <Bar className="h-96 rounded-card" />
      <Bar className="h-40 rounded-card" />
    </div>
  );
}

function Group({ title, mails }: { title: string; mails: Mail[] }) {
  return (
    <section aria-label={title}>
      <h2 className="mb-3 text-lead font-semibold">{title}</h2>
      <ul className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface">
        {mails.map((mail) => (
          <li key={mail.mail}>
            <Link
              href={`/studio/settings/mails/${mail.mail}`}
              className="flex items-center gap-4 p-4 hover:bg-sunken sm:px-5"
            >
              <span className="min-w-0 flex-1">
                <span className="block font-medium">{t(mail.title)}</span>
                <span className="block text-small text-muted">{t(mail.leaves)}</span>
              </span>
              {!mail.needed && <Badge tone={mail.is_on ? 'ok' : 'muted'}>{mail.is_on ? t('On') : t('Off')}</Badge>}
              <Icon name="next" className="size-4 text-muted" />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
