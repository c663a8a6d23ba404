/** Words for people: every sentence passes through `t`, keyed by its English, so that a locale is one dictionary. */

type Values = Record<string, string | number>;
let dictionary: Readonly<Record<string, string>> = {};

/** Replaces the dictionary (English sentence -> translation); sentences that it lacks stay English. */
export function setDictionary(words: Readonly<Record<string, string>>): void {
  dictionary = words;
}

/** The sentence in the reader's language with its `{names}` filled in. */
export function t(sentence: string, values?: Values): string {
  const found = dictionary[sentence] ?? sentence;
  return values ? found.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)) : found;
}

/** `t` by number: `{n}` is the formatted count. */
export function tn(n: number, one: string, many: string, values?: Values): string {
  return t(n === 1 ? one : many, { n: n.toLocaleString(), ...values });
}
