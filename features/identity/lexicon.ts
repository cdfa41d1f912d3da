import { fold } from './fold.ts';
import type { LocalePack, Words } from './locale.ts';

/** Languages in the order in which they matter. */
export type Locales = readonly LocalePack[];

/** Makes `compile` run once per list of packs. */
export function perLocales<T>(compile: (packs: Locales) => T): (packs: Locales) => T {
  const known = new WeakMap<Locales, T>();
  return (packs) => {
    let compiled = known.get(packs);
    if (compiled === undefined) {
      compiled = compile(packs);
      known.set(packs, compiled);
    }
    return compiled;
  };
}

const entries = (words: Words): string[] => words.split(/\s+/).filter(Boolean);

/** The folded words of a list of one language. */
export const foldedWords = (words: Words): string[] => entries(words).map(fold);

/** The folded words that the packs name, all together. */
export function wordSet(packs: Locales, words: (pack: LocalePack) => Words): ReadonlySet<string> {
  return new Set(packs.flatMap((pack) => foldedWords(words(pack))));
}

/** Folded `written=meaning` entries; the meaning stays as it is, an entry without one means `implied`. */
export function wordMap(
  packs: Locales,
  words: (pack: LocalePack) => Words | readonly string[],
  implied: (written: string) => string = (written) => written,
): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const pack of packs) {
    const list = words(pack);
    for (const entry of typeof list === 'string' ? entries(list) : list) {
      const equals = entry.indexOf('=');
      const written = fold(equals < 0 ? entry : entry.slice(0, equals));
      // The first language that names a word says what it means.
      if (!map.has(written)) map.set(written, equals < 0 ? implied(written) : entry.slice(equals + 1));
    }
  }
  return map;
}
