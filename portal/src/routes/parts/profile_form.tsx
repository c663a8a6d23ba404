/** Name, phone, brokerage and links: the next order is filled in from them. */
import type { SubmitEvent } from 'react';
import { useSaveProfile, type OwnAccount } from '../../lib/account';
import { ApiError } from '../../lib/api';
import { textOf } from '../../lib/form';
import { t } from '../../lib/text';
import { Button } from '../../ui/button';
import { Field, TextArea } from '../../ui/field';
import { fieldError, FormError } from '../../ui/form_error';
import { toast } from '../../ui/toast';

/** What is wrong with any one of the links is said at their one field. */
const linksError = (error: unknown) =>
  error instanceof ApiError ? error.fields.find(({ field }) => /^links(\.|$)/.test(field))?.message : undefined;

export function ProfileForm({ account }: { account: OwnAccount }) {
  const save = useSaveProfile(account.version);
  const { error } = save;
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const typed = (name: string) => textOf(form, name).trim();
    const links = typed('links').split(/\s+/).filter(Boolean);
    save.mutate(
      { name: typed('name'), phone: typed('phone'), brokerage: typed('brokerage'), links },
      { onSuccess: () => toast(t('Your profile is saved.')) },
    );
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={t('Name')}
          name="name"
          autoComplete="name"
          maxLength={80}
          defaultValue={account.name ?? ''}
          error={fieldError(error, 'name')}
        />
        <Field
          label={t('Phone')}
          name="phone"
          type="tel"
          autoComplete="tel"
          maxLength={40}
          defaultValue={account.phone ?? ''}
          error={fieldError(error, 'phone')}
        />
      </div>
      <Field
        label={t('Brokerage')}
        optional
        name="brokerage"
        autoComplete="organization"
        maxLength={80}
        defaultValue={account.brokerage ?? ''}
        error={fieldError(error, 'brokerage')}
      />
      <TextArea
        label={t('Links')}
        optional
        name="links"
        hint={t('Your website and social pages, one per line.')}
        placeholder="https://"
        defaultValue={account.links.join('\n')}
        error={linksError(error)}
      />
      <FormError error={error} />
      <div>
        <Button type="submit" look="primary" className="max-sm:w-full" busy={save.isPending}>
          {t('Save profile')}
        </Button>
      </div>
    </form>
  );
}
