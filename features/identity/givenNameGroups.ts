import { defaultLocales } from './defaultLocales.ts';
import { fold } from './fold.ts';
import { type Locales, perLocales } from './lexicon.ts';
import { spellingKey } from './spellingKey.ts';

const none: readonly number[] = [];

const oneWord = (name: string): string => fold(name).replace(/[\s-]+/g, '');

const compiled = perLocales((packs) => {
  const byName = new Map<string, number[]>();
  const byKey = new Map<string, number[]>();
  const file = (map: Map<string, number[]>, name: string, group: number) => {
    const groups = map.get(name);
    if (groups === undefined) map.set(name, [group]);
    else if (!groups.includes(group)) groups.push(group);
  };
  let group = 0;
  for (const pack of packs) {
    for (const line of pack.names.nicknames.split('\n')) {
      for (const name of line.split(/\s+/).filter(Boolean)) {
        file(byName, oneWord(name), group);
        file(byKey, spellingKey(name, packs), group);
      }
      group++;
    }
  }
  const endings = packs.flatMap((pack) =>
    pack.names.petEndings
      .split(/\s+/)
      .filter(Boolean)
      .map((entry) => entry.split('=') as [string, string]),
  );
  return { byName, byKey, endings };
});

/**
 * Numbers of the groups of given names that a folded given name belongs to: two names that share one may be the same
 * person's (Hans and Johannes, Toni and Antonia). Names of no group are looked for by their spelling (Kristoph), then
 * without the ending of a pet name (Peterchen). Empty for names of no group.
 */
export function givenNameGroups(name: string, packs: Locales = defaultLocales): readonly number[] {
  const { byName, byKey, endings } = compiled(packs);
  const word = oneWord(name);
  if (word.length < 2) return none;
  const found = byName.get(word) ?? byKey.get(spellingKey(word, packs));
  if (found !== undefined) return found;
  for (const [ending, meant] of endings) {
    if (!word.endsWith(ending) || word.length - ending.length < 3) continue;
    const base = byName.get(word.slice(0, word.length - ending.length) + meant);
    if (base !== undefined) return base;
  }
  return none;
}
