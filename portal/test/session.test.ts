import { describe, expect, it } from 'vitest';
import { viewedCustomer } from '../src/lib/api';
import { safeNext } from '../src/lib/session';

describe('safeNext', () => {
  it('goes to known paths of our own', () => {
    for (const path of [
      '/',
      '/order',
      '/orders',
      '/orders?status=pending',
      '/orders/ord_1/paid',
      '/studio/listings/lst_1',
    ])
      expect(safeNext(path, '/home')).toBe(path);
  });

  it('never leaves the host, whatever is asked for', () => {
    const odd = [
      null,
      '',
      'https://evil.example/',
      '//evil.example',
      '///evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      'javascript:alert(1)',
      '/%2f%2fevil.example',
      '/.//evil.example',
      '/\t/evil.example',
      '/orders/../..//evil.example',
      '/@evil.example',
      '/orders@evil.example',
      '/api/session',
      '/unknown',
      ' /orders',
      '/orders/a/b/c',
      'orders',
      '/\n/evil.example',
    ];
    for (const next of odd) {
      const to = safeNext(next, '/home');
      expect(new URL(to, 'https://own.example').host, String(next)).toBe('own.example');
      expect(['/home', '/orders', '/'], String(next)).toContain(to);
    }
  });
});

describe('viewedCustomer', () => {
  it('is taken from the path only', () => {
    expect(viewedCustomer('/as/cus_01ABC/listings/lst_1')).toBe('cus_01ABC');
    expect(viewedCustomer('/as/cus_01ABC')).toBe('cus_01ABC');
    expect(viewedCustomer('/listings/as/cus_01ABC')).toBeNull();
    expect(viewedCustomer('/as/evil%0d/listings')).toBeNull();
  });
});
