import { describe, expect, test } from 'vitest';
import {
  bringsWords,
  countWords,
  isFewer,
  orderedWords,
  outcome,
  payOffWords,
  problemWords,
  warningWords,
} from '../src/lib/preflight';
import type { Preflight } from '../src/lib/preflight';

const due = { amount: 24900, currency: 'USD' };
const plain: Preflight = {
  ordered: [],
  counts: [],
  problems: [],
  warnings: [],
  uploading: 0,
  news: null,
  pay_off: null,
  least: null,
};

describe('the look before a delivery', () => {
  test.each([
    ['photo', 1, null, '1 photo', false],
    ['photo', 22, 25, '22 photos of 25 ordered', true],
    ['photo', 26, 25, '26 photos of 25 ordered', false],
    ['floor_plan', 0, 1, '0 floor plans of 1 ordered', true],
    ['brochure', 2, null, '2 other files', false],
  ])('counts %s %s of %s', (kind, ready, ordered, words, fewer) => {
    expect(countWords({ kind, ready, ordered })).toBe(words);
    expect(isFewer({ kind, ready, ordered })).toBe(fewer);
  });
  test('names what was ordered', () => {
    expect(
      orderedWords([
        { name: 'Signature listing', quantity: 1 },
        { name: 'Aerial views', quantity: 2 },
      ]),
    ).toBe('Signature listing, Aerial views × 2');
  });
  test('says what stops it and what is worth a look', () => {
    expect(problemWords('uploading', 2)).toContain('2 files');
    expect(problemWords('nothing_ready', 0)).toContain('Nothing is ready');
    expect(warningWords({ check: 'undescribed', count: 1, asset_ids: ['a'] })).toContain('1 picture has');
    expect(warningWords({ check: 'fewer', count: 1, asset_ids: [] })).toBeNull();
  });
  test.each([
    [{ amount: 0, currency: 'USD' }, true, true, 'Nothing is due'],
    [due, false, true, 'still owes $249.00'],
    [due, true, true, 'watermarked previews'],
    [due, true, false, 'at most 800 px'],
  ])('says what the customer owes', (amount, collection, watermark, words) => {
    expect(outcome(amount, collection, watermark)).toContain(words);
  });
  test('says why that could not be paid', () => {
    expect(payOffWords(plain)).toBeNull();
    expect(payOffWords({ ...plain, pay_off: 'nothing_due' })).toBeNull();
    expect(payOffWords({ ...plain, pay_off: 'too_small', least: { amount: 50, currency: 'USD' } })).toContain(
      '$0.50',
    );
  });
  test('says what a further delivery brings', () => {
    expect(bringsWords(null)).toBeNull();
    expect(bringsWords({ added: 12, replaced: 3 })).toBe('The customer reads: 12 new, 3 replaced.');
    expect(bringsWords({ added: 0, replaced: 0 })).toContain('Nothing is new');
  });
});
