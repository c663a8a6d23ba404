/** The rules of the order form: its steps, what each needs, and which step a refused field belongs to. */
import type { Answer, Product } from './api';
import { linesOf, parseSize, type Draft } from './draft';
import { t } from './text';

export const STEPS = ['property', 'products', 'contact', 'review'] as const;
export type Step = (typeof STEPS)[number];
export type Errors = Record<string, string>;

/** The price of a product for a size, or null where it is not offered for it. */
export function priceFor(product: Product, square_feet: number): Product['bands'][number]['price'] | null {
  const band = product.bands.find(({ up_to_square_feet: upTo }) => upTo === null || square_feet <= upTo);
  return band?.price ?? null;
}

function required(values: Record<string, [string, string]>): Errors {
  const missing = Object.entries(values).filter(([, [value]]) => !value.trim());
  return Object.fromEntries(missing.map(([field, [, message]]) => [field, message]));
}

/** What a step still needs, by field; empty when it is complete. */
export function missingIn(step: Step, draft: Draft, guest: boolean): Errors {
  const { address, contact } = draft;
  if (step === 'property') {
    const errors = required({
      'address.line1': [address.line1, t('Enter the street and number.')],
      'address.city': [address.city, t('Enter the city.')],
      'address.region': [address.region, t('Enter the state or region.')],
      'address.postal_code': [address.postal_code, t('Enter the postal code.')],
    });
    if (parseSize(draft.square_feet) === null)
      errors.square_feet = t('Enter the size in square feet, from 100 to 100,000.');
    return errors;
  }
  if (step === 'products') return linesOf(draft).length ? {} : { lines: t('Choose at least one product.') };
  if (step === 'contact') {
    const errors = required({
      'contact.name': [contact.name, t('Enter the name of the person to contact.')],
      'contact.phone': [contact.phone, t('Enter a phone number for the day of the shoot.')],
    });
    if (guest && !contact.email.trim())
      errors['contact.email'] = t('Enter an e-mail: your private order link is sent there.');
    else if (contact.email.trim() && !/^\S+@\S+\.\S+$/.test(contact.email.trim()))
      errors['contact.email'] = t('This does not look like an e-mail address.');
    return errors;
  }
  return {};
}

/** The first step that is not complete before `wanted`, or `wanted` itself. */
export function reachable(wanted: Step, draft: Draft, guest: boolean): Step {
  const before = STEPS.slice(0, STEPS.indexOf(wanted));
  return before.find((step) => Object.keys(missingIn(step, draft, guest)).length > 0) ?? wanted;
}

/** The step that shows a field which the server refused. */
export function stepOf(field: string): Step {
  if (field.startsWith('address') || field === 'square_feet') return 'property';
  if (field.startsWith('lines')) return 'products';
  if (field.startsWith('contact') || field === 'access_notes') return 'contact';
  return 'review';
}

type OrderRequest = NonNullable<
  import('./api.gen').paths['/api/orders']['post']['requestBody']
>['content']['application/json'];

/** What is sent: trimmed, empty things as null; a guest orders for nobody else, whoever used this browser before. */
export function toRequest(draft: Draft, guest = false): OrderRequest {
  const { address, contact } = draft;
  const orNull = (text: string) => text.trim() || null;
  return {
    address: {
      line1: address.line1.trim(),
      line2: orNull(address.line2),
      city: address.city.trim(),
      region: address.region.trim(),
      postal_code: address.postal_code.trim(),
      country: address.country,
    },
    square_feet: parseSize(draft.square_feet) ?? 0,
    lines: linesOf(draft),
    contact: { name: contact.name.trim(), phone: contact.phone.trim(), email: orNull(contact.email) },
    access_notes: orNull(draft.access_notes),
    order_for: guest ? null : (draft.order_for ?? null),
  };
}

export type Catalog = Answer<'/api/products', 'get'>;

export const chargeNote = (business: string) =>
  t('Nothing is charged now. {business} confirms your order first and agrees the time with you.', { business });
