/** How many of which kind, in words: "22 photos, 2 floor plans, and 1 tour". */
import { listed } from './format';
import { t, tn } from './text';

const KINDS: Record<string, [one: string, many: string]> = {
  photo: ['{n} photo', '{n} photos'],
  video: ['{n} video', '{n} videos'],
  floor_plan: ['{n} floor plan', '{n} floor plans'],
  document: ['{n} document', '{n} documents'],
  tour: ['{n} tour', '{n} tours'],
  website: ['{n} property website', '{n} property websites'],
  link: ['{n} link', '{n} links'],
};

export function kindWords(kind: string, n: number): string {
  const [one, many] = KINDS[kind] ?? ['{n} other file', '{n} other files'];
  return tn(n, one, many);
}

/** Everything on a card, photos first. */
export function contentsWords(contents: readonly { kind: string; count: number }[]): string {
  if (contents.length === 0) return t('Nothing to show yet');
  const places = Object.keys(KINDS);
  const sorted = [...contents].sort((a, b) => places.indexOf(a.kind) - places.indexOf(b.kind));
  const parts = sorted.map(({ kind, count }) => kindWords(kind, count));
  return listed(parts);
}
