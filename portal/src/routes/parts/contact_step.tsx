/** Step 3 of an order: who opens the door, and how to get in. */
import type { Draft } from '../../lib/draft';
import type { Errors } from '../../lib/order_form';
import { t } from '../../lib/text';
import { Field, TextArea } from '../../ui/field';
import { Card } from '../../ui/page';

interface StepProps {
  draft: Draft;
  change: (change: Partial<Draft>) => void;
  errors: Errors;
  guest: boolean;
}

export default function ContactStep({ draft, change, errors, guest }: StepProps) {
  const { contact } = draft;
  const field = (name: keyof Draft['contact'], label: string, autoComplete: string) => ({
    label,
    autoComplete,
    value: contact[name],
    error: errors[`contact.${name}`],
    onInput: (event: { currentTarget: { value: string } }) =>
      change({ contact: { ...contact, [name]: event.currentTarget.value } }),
  });
  return (
    <Card title={t('Who is our contact?')}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field {...field('name', t('Name'), 'name')} />
        <Field {...field('phone', t('Phone'), 'tel')} type="tel" />
        <div className="sm:col-span-2">
          <Field
            {...field('email', t('E-mail'), 'email')}
            type="email"
            optional={!guest}
            hint={guest ? t('We send your private order page there.') : undefined}
          />
        </div>
        <div className="sm:col-span-2">
          <TextArea
            label={t('Access notes')}
            optional
            maxLength={2000}
            hint={t('Lockbox, gate code, pets, parking, what to look out for.')}
            value={draft.access_notes}
            error={errors.access_notes}
            onInput={(event) => change({ access_notes: event.currentTarget.value })}
          />
        </div>
      </div>
    </Card>
  );
}
