import { describe, expect, it } from 'vitest';
import { toggled } from '../src/lib/selection';

const IDS = ['a', 'b', 'c', 'd', 'e'];
const after = (chosen: string[], id: string, from?: string) => [...toggled(new Set(chosen), IDS, id, from)].sort();

describe('toggled', () => {
  it('chooses one and takes it back', () => {
    expect(after(['a'], 'c')).toEqual(['a', 'c']);
    expect(after(['a', 'c'], 'c')).toEqual(['a']);
  });

  it('chooses up to there in both directions and keeps what was chosen', () => {
    expect(after(['a'], 'd', 'b')).toEqual(['a', 'b', 'c', 'd']);
    expect(after(['d'], 'b', 'd')).toEqual(['b', 'c', 'd']);
  });

  it('chooses one when the start is gone', () => {
    expect(after([], 'b', 'z')).toEqual(['b']);
  });
});
