import { describe, expect, it } from 'vitest';
import { asShown, inSections, sectionNames } from '../src/lib/sections';

const photo = (id: number, section = '') => ({ id, section });

describe('inSections', () => {
  it('puts photos without a section first and sections in the order of first appearance', () => {
    const photos = [photo(1, 'Kitchen'), photo(2), photo(3, 'Bath'), photo(4, 'Kitchen'), photo(5)];
    expect(inSections(photos).map(({ title, photos: own }) => [title, own.map(({ id }) => id)])).toEqual([
      ['', [2, 5]],
      ['Kitchen', [1, 4]],
      ['Bath', [3]],
    ]);
    expect(asShown(photos).map(({ id }) => id)).toEqual([2, 5, 1, 4, 3]);
  });

  it('puts floor plans last under a heading of their own, whatever section they are in', () => {
    const plan = { ...photo(9, 'Kitchen'), kind: 'floor_plan' };
    const found = inSections([plan, { ...photo(1, 'Kitchen'), kind: 'photo' }, { ...photo(2), kind: 'photo' }]);
    expect(found.map(({ title, plans, photos }) => [title, plans, photos.map(({ id }) => id)])).toEqual([
      ['', false, [2]],
      ['Kitchen', false, [1]],
      ['Floor plans', true, [9]],
    ]);
  });

  it('has no group for what is not there', () => {
    expect(inSections([])).toEqual([]);
    expect(inSections([photo(1, 'Bath')]).map(({ title }) => title)).toEqual(['Bath']);
  });

  it('changes nothing when the photos stand as shown already', () => {
    const shown = asShown([photo(1, 'Kitchen'), photo(2), photo(3, 'Bath')]);
    expect(asShown(shown)).toEqual(shown);
  });
});

describe('sectionNames', () => {
  it('offers the names in use first and none twice, whatever its case', () => {
    const photos = [photo(1, 'Wine cellar'), photo(2), photo(3, 'kitchen'), photo(4, 'kitchen')];
    expect(sectionNames(photos, ['Exterior', 'Kitchen'])).toEqual(['Wine cellar', 'kitchen', 'Exterior']);
  });
});
