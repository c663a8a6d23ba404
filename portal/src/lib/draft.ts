/** The order that is being filled in: kept in this browser until it is booked, with its key, so that nothing is lost or booked twice. */
import { useCallback, useState } from 'react';
import { newKey } from './api';

export interface Draft {
  /** The Idempotency-Key of this form: the same booking however often it is sent (product 3.5). */
  key: string;
  address: { line1: string; line2: string; city: string; region: string; postal_code: string; country: string };
  square_feet: string;
  quantities: Record<string, number>;
  contact: { name: string; phone: string; email: string };
  access_notes: string;
  /** The agent of one's team to whom the order will belong; nobody: oneself. */
  order_for?: string | undefined;
}

const KEY = 'latchkey.order';
const CONTACT_KEY = 'latchkey.contact';

export function emptyDraft(country = 'US'): Draft {
  return {
    key: newKey(),
    address: { line1: '', line2: '', city: '', region: '', postal_code: '', country },
    square_feet: '',
    quantities: {},
    contact: { name: '', phone: '', email: '' },
    access_notes: '',
  };
}

/** What was stored, laid over an empty draft: an older or broken note never breaks the form. */
export function readDraft(stored: string | null): Draft {
  const empty = emptyDraft();
  try {
    const found = JSON.parse(stored ?? '{}') as Partial<Draft>;
    return {
      ...empty,
      ...found,
      address: { ...empty.address, ...found.address },
      contact: { ...empty.contact, ...found.contact },
      quantities: { ...found.quantities },
    };
  } catch {
    return empty;
  }
}

/** The address, products and contact that were typed; `change` stores at once. */
export function useDraft(): [Draft, (change: Partial<Draft>) => void, () => void] {
  const [draft, setDraft] = useState(() => readDraft(localStorage.getItem(KEY)));
  const change = useCallback((change: Partial<Draft>) => {
    setDraft((now) => {
      const next = { ...now, ...change };
      localStorage.setItem(KEY, JSON.stringify(next));
      return next;
    });
  }, []);
  const finish = useCallback(() => {
    localStorage.removeItem(KEY);
    setDraft(emptyDraft());
  }, []);
  return [draft, change, finish];
}

/** Whole square feet, or null while what was typed is not a size from 100 to 100,000. */
export function parseSize(text: string): number | null {
  const digits = text.replace(/[\s,.']/g, '');
  if (!/^\d{1,6}$/.test(digits)) return null;
  const size = Number(digits);
  return size >= 100 && size <= 100_000 ? size : null;
}

export function linesOf(draft: Draft): { product_id: string; quantity: number }[] {
  return Object.entries(draft.quantities)
    .filter(([, quantity]) => quantity > 0)
    .map(([product_id, quantity]) => ({ product_id, quantity }));
}

export function rememberContact(contact: Draft['contact']): void {
  localStorage.setItem(CONTACT_KEY, JSON.stringify(contact));
}

export function rememberedContact(): Draft['contact'] | null {
  try {
    return JSON.parse(localStorage.getItem(CONTACT_KEY) ?? 'null') as Draft['contact'] | null;
  } catch {
    return null;
  }
}
