/** Step 1 of an order: where, and how big. */
import type { Draft } from '../../lib/draft';
import type { Errors } from '../../lib/order_form';
import { t } from '../../lib/text';
import { Field, Select } from '../../ui/field';
import { Card } from '../../ui/page';

const COUNTRIES = ['US', 'CA', 'GB', 'IE', 'AU', 'NZ', 'DE', 'AT', 'CH', 'FR', 'ES', 'IT', 'PT', 'NL', 'BE', 'MX'];

interface StepProps {
  draft: Draft;
  change: (change: Partial<Draft>) => void;
  errors: Errors;
}

export function PropertyStep({ draft, change, errors }: StepProps) {
  const { address } = draft;
  const names = new Intl.DisplayNames(undefined, { type: 'region' });
  const field = (name: keyof Draft['address'], label: string, autoComplete: string) => ({
    label,
    autoComplete,
    value: address[name],
    error: errors[`address.${name}`],
    onInput: (event: { currentTarget: { value: string } }) =>
      change({ address: { ...address, [name]: event.currentTarget.value } }),
  });
  return (
    <Card title={t('Where is the property?')}>
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-6">
        <div className="col-span-2 sm:col-span-4">
          <Field {...field('line1', t('Street and number'), 'address-line1')} />
        </div>
        <div className="col-span-2">
          <Field {...field('line2', t('Unit'), 'address-line2')} optional />
        </div>
        <div className="sm:col-span-3">
          <Field {...field('city', t('City'), 'address-level2')} />
        </div>
        <div className="sm:col-span-3">
          <Field {...field('region', t('State or region'), 'address-level1')} />
        </div>
        <div className="col-span-2 sm:col-span-3">
          <Field {...field('postal_code', t('Postal code'), 'postal-code')} />
        </div>
        <div className="col-span-2 sm:col-span-3">
          <Select
            label={t('Country')}
            autoComplete="country"
            value={address.country}
            error={errors['address.country']}
            onChange={(event) => change({ address: { ...address, country: event.currentTarget.value } })}
          >
            {COUNTRIES.map((code) => (
              <option key={code} value={code}>
                {names.of(code)}
              </option>
            ))}
          </Select>
        </div>
        <div className="col-span-2 sm:col-span-3">
          <Field
            label={t('Size in square feet')}
            hint={t('Prices depend on it. A good guess is fine.')}
            inputMode="numeric"
            placeholder="2,400"
            value={draft.square_feet}
            error={errors.square_feet}
            onInput={(event) => change({ square_feet: event.currentTarget.value })}
          />
        </div>
      </div>
    </Card>
  );
}
