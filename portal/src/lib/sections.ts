/** Sections of a gallery: photos of one room stand together under its name. */
import { t } from './text';

export interface Section<P> {
  /** Its heading; empty for the photos that are in no section. */
  title: string;
  photos: P[];
  /** Whether it holds the floor plans, which stand last under a heading of their own. */
  plans: boolean;
}

interface Sorted {
  section: string;
  kind?: string;
}

const isPlan = ({ kind }: Sorted) => kind === 'floor_plan';

/** Photos without a section first, then the sections in the order in which their first photos stand. */
export function inSections<P extends Sorted>(pictures: readonly P[]): Section<P>[] {
  const groups = new Map<string, P[]>([['', []]]);
  for (const photo of pictures) {
    if (isPlan(photo)) continue;
    const group = groups.get(photo.section);
    if (group) group.push(photo);
    else groups.set(photo.section, [photo]);
  }
  const sections = [...groups].map(([title, own]) => ({ title, photos: own, plans: false }));
  const plans = { title: t('Floor plans'), photos: pictures.filter(isPlan), plans: true };
  return [...sections, plans].filter((group) => group.photos.length > 0);
}

/** The photos in the order in which a gallery shows them. */
export const asShown = <P extends Sorted>(photos: readonly P[]): P[] =>
  inSections(photos).flatMap((group) => group.photos);

/** Names to choose from: those in use, then the common ones that are not. */
export function sectionNames(photos: readonly { section: string }[], common: readonly string[]): string[] {
  const used = [...new Set(photos.map((photo) => photo.section).filter(Boolean))];
  const known = new Set(used.map((name) => name.toLowerCase()));
  return [...used, ...common.filter((name) => !known.has(name.toLowerCase()))];
}
