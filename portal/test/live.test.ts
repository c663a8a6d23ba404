import { describe, expect, it } from 'vitest';
import type { WorkspaceAsset } from '../src/lib/api';
import { renewIn } from '../src/lib/media_access';
import { nextGap, pollWhile } from '../src/lib/polling';
import { changed } from '../src/lib/workspace';

describe('polling', () => {
  it('asks with growing gaps, up to a minute, and stops by itself', () => {
    const gaps = Array.from({ length: 40 }, (_, asked) => nextGap(asked));
    expect(gaps[0]).toBe(2000);
    for (let n = 1; n < 40; n++) expect(Number(gaps[n])).toBeGreaterThanOrEqual(Number(gaps[n - 1]));
    expect(gaps[39]).toBe(60_000);
    expect(nextGap(40)).toBe(false);
  });

  it('runs only while something is awaited and starts anew each time', () => {
    const since = { count: 0, was: false };
    const interval = pollWhile<string>((data) => data === 'locked', since);
    const state = (data: string, dataUpdateCount: number) => ({
      state: { data, dataUpdateCount, errorUpdateCount: 0 },
    });
    expect(interval(state('locked', 1))).toBe(2000);
    expect(interval(state('locked', 3))).toBeGreaterThan(3000);
    expect(interval(state('open', 4))).toBe(false);
    expect(interval(state('locked', 30))).toBe(2000);
  });
});

describe('media access', () => {
  it('is renewed a minute before it ends, never in a tight loop', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(renewIn('2026-01-01T00:15:00Z', now)).toBe(14 * 60_000);
    expect(renewIn('2025-12-31T23:00:00Z', now)).toBe(5000);
  });
});

describe('moving a photo', () => {
  const assets = ['a', 'b', 'c', 'd'].map(
    (asset_id, n) => ({ asset_id, order_id: 'o', position: n + 1 }) as WorkspaceAsset,
  );
  const order = (list: WorkspaceAsset[]) =>
    [...list]
      .sort((x, y) => x.position - y.position)
      .map(({ asset_id }) => asset_id)
      .join('');

  it('puts it at the wanted place and closes the gap', () => {
    expect(order(changed(assets, 'd', { position: 1 }))).toBe('dabc');
    expect(order(changed(assets, 'a', { position: 3 }))).toBe('bcad');
    expect(order(changed(assets, 'b', { position: 2 }))).toBe('abcd');
  });

  it('changes words without moving anything', () => {
    const next = changed(assets, 'b', { caption: 'Kitchen', hidden: true });
    expect(next[1]).toMatchObject({ caption: 'Kitchen', hidden: true, position: 2 });
    expect(order(next)).toBe('abcd');
  });
});
