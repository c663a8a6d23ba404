import { expect, test } from 'vitest';
import { contentsWords, kindWords } from '../src/lib/contents';

test.each([
  [[], 'Nothing to show yet'],
  [[{ kind: 'photo', count: 1 }], '1 photo'],
  [[{ kind: 'document', count: 2 }], '2 documents'],
  [
    [
      { kind: 'tour', count: 1 },
      { kind: 'photo', count: 22 },
      { kind: 'floor_plan', count: 2 },
    ],
    '22 photos, 2 floor plans, and 1 tour',
  ],
])('a card says what a listing has: %j', (contents, words) => {
  expect(contentsWords(contents)).toBe(words);
});

test('a kind that is newer than this page is still counted', () => {
  expect(kindWords('hologram', 2)).toBe('2 other files');
});
