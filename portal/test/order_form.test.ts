import { beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyDraft, linesOf, parseSize, readDraft, type Draft } from '../src/lib/draft';
import { missingIn, priceFor, reachable, stepOf, toRequest } from '../src/lib/order_form';
import type { Product } from '../src/lib/api';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const complete = (): Draft => ({
  ...emptyDraft(),
  address: { line1: ' 12 Oak St ', line2: '', city: 'Austin', region: 'TX', postal_code: '78704', country: 'US' },
  square_feet: '2,400',
  quantities: { prd_1: 1, prd_2: 0 },
  contact: { name: 'Maya', phone: '555', email: '' },
});

describe('the order form', () => {
  let draft: Draft;
  beforeEach(() => {
    draft = complete();
  });

  it('opens each step only when the ones before it are complete', () => {
    expect(reachable('review', draft, false)).toBe('review');
    expect(reachable('review', { ...draft, quantities: {} }, false)).toBe('products');
    expect(reachable('review', emptyDraft(), false)).toBe('property');
    expect(reachable('review', draft, true)).toBe('contact');
  });

  it('asks a guest for an e-mail, a known customer not', () => {
    expect(missingIn('contact', draft, false)).toEqual({});
    expect(Object.keys(missingIn('contact', draft, true))).toEqual(['contact.email']);
  });

  it('sends what was typed, trimmed, empty things as null', () => {
    expect(toRequest(draft)).toEqual({
      address: {
        line1: '12 Oak St',
        line2: null,
        city: 'Austin',
        region: 'TX',
        postal_code: '78704',
        country: 'US',
      },
      square_feet: 2400,
      lines: [{ product_id: 'prd_1', quantity: 1 }],
      contact: { name: 'Maya', phone: '555', email: null },
      access_notes: null,
      order_for: null,
    });
  });

  it('knows the step of a refused field', () => {
    expect(
      ['address.postal_code', 'square_feet', 'lines.0.quantity', 'contact.phone', 'access_notes', ''].map(stepOf),
    ).toEqual(['property', 'property', 'products', 'contact', 'contact', 'review']);
  });

  it('prices a product by its size band', () => {
    const bands = [
      { up_to_square_feet: 2000, price: usd(100) },
      { up_to_square_feet: 4000, price: usd(200) },
    ];
    const product = { bands } as Product;
    expect([2000, 2001, 4000].map((size) => priceFor(product, size)?.amount)).toEqual([100, 200, 200]);
    expect(priceFor(product, 4001)).toBeNull();
  });

  it('reads sizes as people write them', () => {
    expect(['2400', '2,400', '2 400', '99', '100001', '1x2', 'big', ''].map(parseSize)).toEqual([
      2400,
      2400,
      2400,
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('the draft', () => {
  it('keeps its key, so that sending it again is the same booking', () => {
    const stored = JSON.stringify({ ...complete(), key: 'k-1' });
    expect(readDraft(stored).key).toBe('k-1');
    expect(linesOf(readDraft(stored))).toEqual([{ product_id: 'prd_1', quantity: 1 }]);
  });

  it('survives broken and older notes', () => {
    vi.spyOn(crypto, 'randomUUID').mockReturnValue('00000000-0000-4000-8000-000000000000');
    for (const note of [null, '', '{', '[]', '{"address":{"city":"Austin"}}', '{"contact":null}'])
      expect(readDraft(note).contact).toEqual({ name: '', phone: '', email: '' });
    expect(readDraft('{"address":{"city":"Austin"}}').address.country).toBe('US');
  });
});
