import { describe, expect, it } from 'vitest';
import { placeAfter, placed } from '../src/lib/reorder';

describe('placed', () => {
  it('moves one thing in both directions', () => {
    expect(placed(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd']);
    expect(placed(['a', 'b', 'c', 'd'], 3, 1)).toEqual(['a', 'd', 'b', 'c']);
    expect(placed(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
  });
});

describe('placeAfter', () => {
  it('goes along and across the rows and stays inside', () => {
    expect(placeAfter('ArrowRight', 3, 10, 4)).toBe(4);
    expect(placeAfter('ArrowLeft', 0, 10, 4)).toBe(0);
    expect(placeAfter('ArrowDown', 3, 10, 4)).toBe(7);
    expect(placeAfter('ArrowDown', 8, 10, 4)).toBe(9);
    expect(placeAfter('ArrowUp', 5, 10, 4)).toBe(1);
    expect(placeAfter('Home', 5, 10, 4)).toBe(0);
    expect(placeAfter('End', 5, 10, 4)).toBe(9);
  });

  it('knows no other key', () => {
    expect(placeAfter('x', 5, 10, 4)).toBeNull();
    expect(placeAfter('Tab', 5, 10, 4)).toBeNull();
  });
});
