/** A domain of the business's own: the records to set, what is seen of them, and how far it has come (ADR 0071). */
import { useState, type SubmitEvent } from 'react';
import { useAddDomain, useCheckDomain, useDomain, domainWord } from '../../lib/domain';
import type { DomainRecord, DomainState, OwnDomain as Domain } from '../../lib/domain';
import { moment } from '../../lib/format';
import { useSession } from '../../lib/session';
import { t } from '../../lib/text';
import { Badge, Dot, type Tone } from '../../ui/badge';
import { Button } from '../../ui/button';
import { CopyText } from '../../ui/copy_text';
import { Field } from '../../ui/field';
import { fieldError, FormError } from '../../ui/form_error';
import { Icon } from '../../ui/icon';
import { Bar, Load } from '../../ui/states';
import { RemoveDomainDialog } from './remove_domain_dialog';

const CARD = 'grid max-w-2xl gap-5 rounded-card border border-line bg-surface p-5';

export function OwnDomain() {
  const domain = useDomain();
  return (
    <section className={CARD} aria-label={t('Your own domain')}>
      <div>
        <h2 className="text-lead font-semibold">{t('Your own domain')}</h2>
        <p className="text-muted">
          {t('The portal at an address such as photos.example.com. The address above keeps working.')}
        </p>
      </div>
      <Load
        query={domain}
        failed={t('Your own domain could not be loaded.')}
        skeleton={<Bar className="h-24 rounded-control" />}
      >
        {(found) =>
          found.state === 'none' ? (
            <Add domain={found} />
          ) : (
            <Added key={found.domain + found.state} domain={found} />
          )
        }
      </Load>
    </section>
  );
}

function Add({ domain }: { domain: Domain }) {
  const [name, setName] = useState(domain.domain);
  const add = useAddDomain();
  if (!domain.may_change)
    return (
      <p className="rounded-control bg-sunken px-3 py-2 text-small">{t('Only an owner can add a domain.')}</p>
    );
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!add.isPending) add.mutate(name);
  };
  return (
    <form onSubmit={submit} className="grid gap-4" noValidate>
      <Field
        label={t('Domain')}
        placeholder="photos.example.com"
        hint={t('A name below a domain that you own. You set two records where you manage it.')}
        inputMode="url"
        autoCapitalize="none"
        spellCheck={false}
        value={name}
        error={fieldError(add.error, 'domain')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <FormError error={add.error} />
      <div>
        <Button type="submit" busy={add.isPending} disabled={name.trim() === ''}>
          {t('Add the domain')}
        </Button>
      </div>
    </form>
  );
}

const TONES: Record<DomainState, Tone> = {
  none: 'muted',
  waiting: 'warn',
  proven: 'info',
  live: 'ok',
  failing: 'bad',
  withdrawn: 'muted',
};

function Added({ domain }: { domain: Domain }) {
  const [removing, setRemoving] = useState(false);
  const { business } = useSession();
  const check = useCheckDomain();
  const at = (when: string) => moment(when, business.time_zone);
  const isOver = domain.state === 'withdrawn';
  return (
    <>
      <div className="grid gap-1">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
          <p className="font-medium [overflow-wrap:anywhere]">
            {domain.state === 'live' ? (
              <a href={domain.url} className="text-link underline underline-offset-4">
                {domain.domain}
              </a>
            ) : (
              domain.domain
            )}
          </p>
          <Badge tone={TONES[domain.state]}>{domainWord(domain.state)}</Badge>
        </div>
        <p className="text-muted">{domain.sentence}</p>
        {domain.since && (
          <p className="mt-2 rounded-control bg-bad-soft px-3 py-2 text-small text-bad">
            {t('Missing since {since}. If it stays away, the portal leaves this address {until}.', {
              since: at(domain.since),
              until: at(domain.withdraws_at),
            })}
          </p>
        )}
      </div>
      {!isOver && (
        <ul className="grid gap-4" aria-label={t('Records to set')}>
          {domain.records.map((record) => (
            <Record key={record.kind} record={record} isChecked={domain.checked_at !== ''} />
          ))}
        </ul>
      )}
      <FormError error={check.error} />
      {isOver && <Add domain={domain} />}
      {domain.may_change && !isOver && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
          <div className="flex gap-2 max-sm:basis-full [&>*]:max-sm:flex-1">
            <Button icon="retry" busy={check.isPending} onClick={() => check.mutate(undefined)}>
              {t('Check now')}
            </Button>
            <Button look="danger" onClick={() => setRemoving(true)}>
              {t('Remove')}
            </Button>
          </div>
          <p role="status" className="numbers text-small text-muted">
            {domain.checked_at
              ? t('Last checked {moment}.', { moment: at(domain.checked_at) })
              : t('Not checked yet. New records take some minutes to be seen.')}
          </p>
        </div>
      )}
      {domain.state !== 'waiting' && !isOver && (
        <p className="text-small text-muted">
          {t('Who is signed in at one address signs in once more at the other. Passwords are the same.')}
        </p>
      )}
      {removing && <RemoveDomainDialog domain={domain} onClose={() => setRemoving(false)} />}
    </>
  );
}

const SIGHTS: Record<DomainRecord['sight'], Tone> = {
  found: 'ok',
  missing: 'warn',
  other: 'bad',
  unknown: 'muted',
};

function Record({ record, isChecked }: { record: DomainRecord; isChecked: boolean }) {
  const kind = record.kind;
  return (
    <li className="grid gap-3 rounded-control border border-line p-4">
      <p className="font-semibold">{t('{kind} record', { kind })}</p>
      <div className="grid gap-1">
        <span className="text-small text-muted">{t('Name')}</span>
        <div className="flex gap-2">
          <CopyText
            value={record.name}
            label={t('Name of the {kind} record', { kind })}
            done={t('The name is copied.')}
            compact
          />
        </div>
      </div>
      <div className="grid gap-1">
        <span className="text-small text-muted">{t('Value')}</span>
        <div className="flex gap-2">
          <CopyText
            value={record.value}
            label={t('Value of the {kind} record', { kind })}
            done={t('The value is copied.')}
            compact
          />
        </div>
      </div>
      {isChecked && record.sentence && (
        <p className="flex gap-2 text-small [overflow-wrap:anywhere]">
          {record.sight === 'found' ? (
            <Icon name="check" className="mt-0.5 size-4 shrink-0 text-ok" />
          ) : (
            <Dot tone={SIGHTS[record.sight]} className="mt-1.5" />
          )}
          {record.sentence}
        </p>
      )}
    </li>
  );
}
