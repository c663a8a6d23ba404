import { describe, expect, it } from 'vitest';
import { colorOf, draftOf, isSameBrand, type SavedBrand } from '../src/lib/branding';
import { palette } from '../src/lib/palette';
import { moved } from '../src/studio/parts/focal_point';

const picture = { picture: 'a'.repeat(32), url: '/assets/brand/a.png', width: 120, height: 40, plate: null };
const saved: SavedBrand = {
  version: 3,
  may_change: true,
  name: 'Harbor & Pine',
  phone: '',
  email: 'hello@harbor.example',
  palette: palette('#1c6b57'),
  logo: picture,
  favicon: null,
  portal_image: { image: picture, x: 20, y: 30 },
};

describe('a brand as it is typed', () => {
  it('takes a color in the ways people write one', () => {
    for (const typed of ['#1c6b57', '1C6B57', ' #1C6b57 ']) expect(colorOf(typed)).toBe('#1c6b57');
    expect(colorOf('#1cB')).toBe('#11ccbb');
    for (const wrong of ['', '#', 'red', '#12345', '#1234567', 'url(x)', '#ggg'])
      expect(colorOf(wrong)).toBeNull();
  });

  it('is the saved one until something that shows has changed', () => {
    const draft = draftOf(saved);
    expect(isSameBrand(draft, saved)).toBe(true);
    expect(isSameBrand({ ...draft, name: 'Harbor & Pine ', typed: '1C6B57' }, saved)).toBe(true);
    const other = { ...picture, picture: 'b'.repeat(32) };
    for (const change of [
      { name: 'Harbor' },
      { typed: '#1c6b58' },
      { typed: '#1c' },
      { logo: null },
      { favicon: other },
      { portal_image: null },
      { portal_image: { image: picture, x: 21, y: 30 } },
      { portal_image: { image: other, x: 20, y: 30 } },
    ])
      expect(isSameBrand({ ...draft, ...change }, saved), JSON.stringify(change)).toBe(false);
  });
});

describe('the focal point by keys', () => {
  it('moves by one, with Shift by ten, and stays on the picture', () => {
    expect(moved({ x: 50, y: 50 }, 'ArrowLeft', false)).toEqual({ x: 49, y: 50 });
    expect(moved({ x: 50, y: 50 }, 'ArrowDown', true)).toEqual({ x: 50, y: 60 });
    expect(moved({ x: 95, y: 3 }, 'ArrowRight', true)).toEqual({ x: 100, y: 3 });
    expect(moved({ x: 95, y: 3 }, 'ArrowUp', true)).toEqual({ x: 95, y: 0 });
    expect(moved({ x: 50, y: 50 }, 'Enter', false)).toBeNull();
  });
});
