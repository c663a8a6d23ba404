/** What a business begins with: name, address, time zone, currency, and its owner's e-mail and password. */
import { useState, type SubmitEvent } from 'react';
import { Password } from '../ui/password';
import { ApiError } from '../lib/api';
import { textOf } from '../lib/form';
import { suggested, useVerdict } from '../lib/host_name';
import { checkName, useBegin, type Platform } from '../lib/platform';
import { t } from '../lib/text';
import { AuthCard } from '../ui/auth_card';
import { Button } from '../ui/button';
import { Field, Select } from '../ui/field';
import { fieldError, FormError } from '../ui/form_error';
import { HostField } from '../ui/host_field';

const ZONES = Intl.supportedValuesOf('timeZone');
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const currencyNames = new Intl.DisplayNames(undefined, { type: 'currency' });

export function BusinessForm({ platform, onBegun }: { platform: Platform; onBegun: () => void }) {
  const { domain, currencies, sign_ups } = platform;
  const begin = useBegin();
  const [typed, setTyped] = useState<string | null>(null);
  const [name, setName] = useState('');
  const label = typed ?? suggested(name);
  const { verdict, error: unchecked } = useVerdict(label, checkName);
  const { error } = begin;
  const isTaken = error instanceof ApiError && error.status === 409 && begin.variables?.label === label;
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (field: string) => textOf(form, field);
    begin.mutate(
      {
        name: text('name').trim(),
        label,
        time_zone: text('time_zone'),
        currency: text('currency'),
        email: text('email').trim(),
        password: text('password'),
        invitation_code: text('invitation_code').trim(),
      },
      { onSuccess: onBegun },
    );
  };
  return (
    <AuthCard
      title={t('Set up your portal')}
      intro={t('Your own booking and delivery portal, under your name. You can change everything here later.')}
      below={t('Already have one? Open its own address to sign in.')}
    >
      <form onSubmit={submit} className="grid gap-4">
        <Field
          label={t('Name of your business')}
          name="name"
          autoComplete="organization"
          required
          maxLength={80}
          onInput={(event) => setName(event.currentTarget.value)}
          error={fieldError(error, 'name')}
        />
        <HostField
          label={t('Web address')}
          domain={domain}
          value={label}
          onTyped={setTyped}
          verdict={verdict}
          error={
            begin.variables?.label === label
              ? (fieldError(error, 'label') ?? (isTaken ? error.message : unchecked?.message))
              : unchecked?.message
          }
        />
        <Select
          label={t('Time zone')}
          name="time_zone"
          defaultValue={ZONES.includes(HERE) ? HERE : 'America/New_York'}
        >
          {ZONES.map((zone) => (
            <option key={zone} value={zone}>
              {zone.replace(/_/g, ' ')}
            </option>
          ))}
        </Select>
        <Select label={t('Currency')} name="currency" defaultValue={currencies[0]}>
          {currencies.map((currency) => (
            <option key={currency} value={currency} title={currencyNames.of(currency)}>
              {currency}
            </option>
          ))}
        </Select>
        <Field
          label={t('Your e-mail')}
          name="email"
          type="email"
          autoComplete="username"
          required
          hint={t('You sign in with it as the owner.')}
          error={fieldError(error, 'email')}
        />
        <Password
          autoComplete="new-password"
          hint={t('At least 8 characters.')}
          error={fieldError(error, 'password')}
        />
        {sign_ups === 'invited' && (
          <Field
            label={t('Invitation code')}
            name="invitation_code"
            autoComplete="off"
            required
            error={fieldError(error, 'invitation_code')}
          />
        )}
        <FormError error={isTaken ? null : error} />
        <Button type="submit" look="primary" busy={begin.isPending}>
          {t('Continue')}
        </Button>
      </form>
    </AuthCard>
  );
}
