import { describe, expect, it } from 'vitest';
import { splitAddress } from '../src/lib/address';
import { bytes, length, money } from '../src/lib/format';
import { setDictionary, t, tn } from '../src/lib/text';

describe('length', () => {
  it('tells minutes and seconds, and hours when there are any', () => {
    expect([1, 58, 60, 605, 3909].map(length)).toEqual(['0:01', '0:58', '1:00', '10:05', '1:05:09']);
  });
});

describe('money', () => {
  it('shows minor units exactly, whatever the currency', () => {
    expect(money({ amount: 61900, currency: 'USD' })).toBe('$619.00');
    expect(money({ amount: 5, currency: 'USD' })).toBe('$0.05');
    expect(money({ amount: -1999, currency: 'USD' })).toBe('-$19.99');
    expect(money({ amount: 1200, currency: 'JPY' })).toBe('¥1,200');
    expect(money({ amount: 1234, currency: 'KWD' }).replace(/\s/g, ' ')).toBe('KWD 1.234');
    expect(money({ amount: 900719925474099, currency: 'USD' })).toBe('$9,007,199,254,740.99');
  });
});

describe('bytes', () => {
  it('uses the unit a person would', () => {
    expect(bytes(0)).toBe('0 B');
    expect(bytes(999)).toBe('999 B');
    expect(bytes(999_600)).toBe('1 MB');
    expect(bytes(4_234_000)).toBe('4.2 MB');
    expect(bytes(412_000_000)).toBe('412 MB');
    expect(bytes(10_500_000_000)).toBe('11 GB');
  });
});

describe('text', () => {
  it('fills in names and leaves unknown ones', () => {
    expect(t('Pay {due}', { due: '$5.00' })).toBe('Pay $5.00');
    expect(t('{a} and {b}', { a: 1 })).toBe('1 and {b}');
  });

  it('is translatable by its English', () => {
    setDictionary({ 'Pay {due}': '{due} bezahlen' });
    expect(t('Pay {due}', { due: '5 €' })).toBe('5 € bezahlen');
    setDictionary({});
  });

  it('counts', () => {
    expect(tn(1, '{n} photo', '{n} photos')).toBe('1 photo');
    expect(tn(1200, '{n} photo', '{n} photos')).toBe('1,200 photos');
  });
});

describe('splitAddress', () => {
  it('parts the street from the rest', () => {
    expect(splitAddress('12 Oak St, Austin, TX 78704')).toEqual(['12 Oak St', 'Austin, TX 78704']);
    expect(splitAddress('12 Oak St')).toEqual(['12 Oak St', '']);
  });
});
