import { describe, expect, test } from 'vitest';
import { moved, placeIn } from '../src/lib/revisions';

const box = { left: 100, top: 50, width: 400, height: 200 };

describe('a pin', () => {
  test('is where the pointer is, in per mille of the picture', () => {
    expect(placeIn(box, 100, 50)).toEqual({ x: 0, y: 0 });
    expect(placeIn(box, 300, 200)).toEqual({ x: 500, y: 750 });
  });
  test('stays on the picture', () => {
    expect(placeIn(box, 0, 900)).toEqual({ x: 0, y: 1000 });
    expect(placeIn({ ...box, width: 0, height: 0 }, 101, 50)).toEqual({ x: 1000, y: 0 });
    expect(moved({ x: 990, y: 10 }, 'ArrowRight', false)).toEqual({ x: 1000, y: 10 });
  });
  test('moves by keys, further with Shift', () => {
    expect(moved({ x: 500, y: 500 }, 'ArrowUp', false)).toEqual({ x: 500, y: 480 });
    expect(moved({ x: 500, y: 500 }, 'ArrowLeft', true)).toEqual({ x: 400, y: 500 });
    expect(moved({ x: 500, y: 500 }, 'Enter', false)).toBeNull();
  });
});
