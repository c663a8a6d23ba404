import { describe, expect, it } from 'vitest';
import { counted } from '../src/lib/counted';

describe('counted', () => {
  it('names what is there', () => {
    expect(counted({ photos: 38 })).toBe('38 photos');
    expect(counted({ photos: 1, documents: 1 })).toBe('1 photo and 1 document');
    expect(counted({ photos: 38, plans: 2, documents: 1 })).toBe('38 photos, 2 floor plans, and 1 document');
    expect(counted({ photos: 0, plans: 1 })).toBe('1 floor plan');
    expect(counted({ photos: 3, videos: 1, documents: 2 })).toBe('3 photos, 1 video, and 2 documents');
    expect(counted({ photos: 0, videos: 2 })).toBe('2 videos');
  });

  it('names photos when there is nothing', () => {
    expect(counted({ photos: 0 })).toBe('0 photos');
  });
});
