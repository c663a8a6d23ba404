import { afterEach, describe, expect, it, vi } from 'vitest';
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
      '/teams',
      '/teams/team_1',
      '/teams/join/tem_1.inv_1.a-Secret_1',
      '/studio',
      '/studio/account',
      '/studio/listings/lst_1',
      '/studio/customers/cus_1',
      '/studio/customers/import',
      '/studio/teams/team_1',
      '/studio/settings/data',
      '/studio/settings/mails/order_placed',
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
      '/teams/join/a/b',
      '/teams//evil.example',
      '/studio/settings/mails/a/b',
      '/studio/settings//evil.example',
      '/studio/elsewhere',
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

describe('giveUpReads', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it('ends the reads under way, leaves writes alone, and lets later reads through', async () => {
    const answer = () => Response.json({});
    const asked: Request[] = [];
    const slow = (request: Request) =>
      new Promise<Response>((resolve, reject) => {
        asked.push(request);
        request.signal.addEventListener('abort', () => reject(new DOMException('given up', 'AbortError')));
        setTimeout(() => resolve(answer()), 100);
      });
    vi.stubGlobal('fetch', slow);
    vi.stubGlobal('location', { pathname: '/orders' });
    vi.resetModules();
    const { ask, DELETE, GET, giveUpReads } = await import('../src/lib/api');
    const base = { baseUrl: 'https://harbor.test' };
    const read = ask(GET('/api/products', base));
    const write = ask(DELETE('/api/auth/sessions/current', base));
    await vi.waitFor(() => expect(asked).toHaveLength(2), { interval: 1 });
    giveUpReads();
    await expect(read).rejects.toThrow('given up');
    await expect(write).resolves.toBeDefined();
    await expect(ask(GET('/api/products', base))).resolves.toEqual({});
  });
});
