/** Sections of a gallery: photos of one room stand together under its name. */

export interface Section<P> {
  /** Its heading; empty for the photos that are in no section. */
  title: string;
  photos: P[];
}

/** Photos without a section first, then the sections in the order in which their first photos stand. */
export function inSections<P extends { section: string }>(photos: readonly P[]): Section<P>[] {
  const groups = new Map<string, P[]>([['', []]]);
  for (const photo of photos) {
    const group = groups.get(photo.section);
    if (group) group.push(photo);
    else groups.set(photo.section, [photo]);
  }
  return [...groups].map(([title, own]) => ({ title, photos: own })).filter((group) => group.photos.length > 0);
}

/** The photos in the order in which a gallery shows them. */
export const asShown = <P extends { section: string }>(photos: readonly P[]): P[] =>
  inSections(photos).flatMap((group) => group.photos);

/** Names to choose from: those in use, then the common ones that are not. */
export function sectionNames(photos: readonly { section: string }[], common: readonly string[]): string[] {
  const used = [...new Set(photos.map((photo) => photo.section).filter(Boolean))];
  const known = new Set(used.map((name) => name.toLowerCase()));
  return [...used, ...common.filter((name) => !known.has(name.toLowerCase()))];
}
