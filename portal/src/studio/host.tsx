/** Settings: the web address of the portal; a move is prepared by the edge, and this page goes along (product 10.1). */
import { useEffect, useState, type SubmitEvent } from 'react';
import { checkHost, useHasMoved, useHost, type Host } from '../lib/host';
import { useVerdict } from '../lib/host_name';
import { t } from '../lib/text';
import { Button, Spinner } from '../ui/button';
import { HostField } from '../ui/host_field';
import { Bar, Load } from '../ui/states';
import { MoveDialog } from './parts/move_dialog';
import { OwnDomain } from './parts/own_domain';
import { SettingsPage } from './parts/settings_page';

export default function HostSettings() {
  const host = useHost();
  return (
    <SettingsPage title={t('Web address')} below={t('Where your customers and your staff find the portal.')}>
      <Load
        query={host}
        failed={t('The web address could not be loaded.')}
        skeleton={<Bar className="h-64 max-w-2xl rounded-card" />}
      >
        {(found) =>
          found.is_live || [found.url, found.links_url].some((url) => new URL(url).host === location.host) ? (
            <Address key={found.host} host={found} />
          ) : (
            <Moving host={found} />
          )
        }
      </Load>
    </SettingsPage>
  );
}

const CARD = 'grid max-w-2xl gap-4 rounded-card border border-line bg-surface p-5';

function Address({ host }: { host: Host }) {
  const [label, setLabel] = useState(host.label);
  const [asking, setAsking] = useState(false);
  const isOther = label !== host.label;
  const { verdict, error } = useVerdict(isOther && host.may_change ? label : '', checkHost);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (verdict?.is_free) setAsking(true);
  };
  return (
    <div className="grid gap-6">
      <section className={CARD} aria-label={t('Web address')}>
        {host.may_change ? (
          <form onSubmit={submit} className="grid gap-4">
            <HostField
              label={t('Name')}
              domain={host.domain}
              value={label}
              onTyped={setLabel}
              verdict={verdict}
              error={error?.message}
            />
            <div>
              <Button type="submit" look="primary" disabled={!isOther || !verdict?.is_free}>
                {t('Change the address')}
              </Button>
            </div>
          </form>
        ) : (
          <>
            <p className="font-medium [overflow-wrap:anywhere]">{host.host}</p>
            <p className="rounded-control bg-sunken px-3 py-2 text-small">
              {t('Only an owner can change the address.')}
            </p>
          </>
        )}
      </section>
      <OwnDomain />
      {host.former.length > 0 && <Former hosts={host.former} />}
      {asking && <MoveDialog host={host} label={label} onClose={() => setAsking(false)} />}
    </div>
  );
}

const Former = ({ hosts }: { hosts: string[] }) => (
  <section className={CARD} aria-label={t('Former addresses')}>
    <div>
      <h2 className="text-lead font-semibold">{t('Former addresses')}</h2>
      <p className="text-muted">{t('They lead to the present one for ever, and stay yours.')}</p>
    </div>
    <ul className="grid gap-1">
      {hosts.map((host) => (
        <li key={host} className="[overflow-wrap:anywhere]">
          {host}
        </li>
      ))}
    </ul>
  </section>
);

function Moving({ host }: { host: Host }) {
  const { data: moved } = useHasMoved();
  const there = `${host.url}/sign-in`;
  useEffect(() => {
    if (moved) location.assign(there);
  }, [moved, there]);
  return (
    <section className={CARD}>
      <p role="status" className="flex items-start gap-3">
        <span className="mt-1 grid">
          <Spinner />
        </span>
        <span className="min-w-0 [overflow-wrap:anywhere]">
          {t('The portal moves to {host}. This takes up to a minute; this page goes along by itself.', {
            host: host.host,
          })}
        </span>
      </p>
    </section>
  );
}
