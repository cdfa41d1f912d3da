import { defaultLocales } from './defaultLocales.ts';
import { fold } from './fold.ts';
import { type Locales, perLocales } from './lexicon.ts';

const rules = perLocales((packs) =>
  (packs[0]?.names.spellingRules ?? []).map(
    ([pattern, replacement]) => [new RegExp(pattern, 'gu'), replacement] as const,
  ),
);

/**
 * A name without the choices that German leaves to its writer: Meyer and Maier are one, so are
 * Philipp and Filip, Schmidt and Schmitt, Jahn and Jan. Finer than {@link koelnerPhonetik}, which also drops the
 * vowels. By the rules of the first pack; letters and marks of the result mean nothing outside of it.
 */
export function spellingKey(text: string, packs: Locales = defaultLocales): string {
  let key = fold(text)
    .slice(0, 64)
    .replace(/[\s-]+/g, '');
  for (const [pattern, replacement] of rules(packs)) key = key.replace(pattern, replacement);
  return key;
}
