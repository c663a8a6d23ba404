/** Languages by the tags that files name them with (BCP 47), in the words of the reader. */

const LANGUAGES = 'en es fr de it pt nl pl ru uk ar hi zh ja ko tl vi'.split(' ');

const names = new Intl.DisplayNames(undefined, { type: 'language' });
export const languageName = (tag: string) => names.of(tag) ?? tag;

/** What can be chosen, by name; `own` is among them whatever it is. */
export const languages = (own: string) =>
  [...new Set([...LANGUAGES, own])]
    .map((tag) => ({ tag, name: languageName(tag) }))
    .sort((a, b) => a.name.localeCompare(b.name));

/** The reader's own language, without its region. */
export const ownLanguage = () => navigator.language.split('-')[0] ?? 'en';
