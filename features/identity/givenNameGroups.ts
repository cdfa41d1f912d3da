import { defaultLocales } from './defaultLocales.ts';
import { fold } from './fold.ts';
import { type Locales, perLocales } from './lexicon.ts';
import { spellingKey } from './spellingKey.ts';

/** A group of given names that one person may go by, and whether the name is the group's full name. */
export interface GivenNameGroup {
  readonly group: number;
  readonly full: boolean;
}

const none: readonly GivenNameGroup[] = [];
/** Names whose groups are remembered; the table is emptied when full. */
const capacity = 50_000;

const oneWord = (name: string): string => fold(name).replace(/[\s-]+/g, '');

const compiled = perLocales((packs) => {
  const byName = new Map<string, GivenNameGroup[]>();
  const byKey = new Map<string, GivenNameGroup[]>();
  const file = (map: Map<string, GivenNameGroup[]>, name: string, group: number, full: boolean) => {
    const groups = map.get(name);
    if (groups === undefined) map.set(name, [{ group, full }]);
    else if (!groups.some((known) => known.group === group)) groups.push({ group, full });
  };
  const lines = packs.flatMap(({ names }) => names.nicknames.split('\n').filter(Boolean));
  for (const [group, line] of lines.entries()) {
    for (const [at, entry] of line.split(/\s+/).filter(Boolean).entries()) {
      for (const name of entry.split('|')) {
        file(byName, oneWord(name), group, at === 0);
        file(byKey, spellingKey(name, packs), group, at === 0);
      }
    }
  }
  const endings = packs.flatMap(({ names }) =>
    names.petEndings
      .split(/\s+/)
      .filter(Boolean)
      .map((entry) => entry.split('=') as [string, string]),
  );
  return { byName, byKey, endings, known: new Map<string, readonly GivenNameGroup[]>() };
});

function lookUp(name: string, packs: Locales): readonly GivenNameGroup[] {
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

/**
 * The groups that a given name belongs to. Names of no group are looked for by their spelling (Kristoph), then without
 * the ending of a pet name (Peterchen). Empty for names that are not known.
 */
export function givenNameGroups(name: string, packs: Locales = defaultLocales): readonly GivenNameGroup[] {
  const { known } = compiled(packs);
  let groups = known.get(name);
  if (groups === undefined) {
    groups = lookUp(name, packs);
    if (known.size >= capacity) known.clear();
    known.set(name, groups);
  }
  return groups;
}

/**
 * Whether one person may go by both given names: one is a full name and the other a short form of it (Johannes, Hans),
 * or both are short forms of one that begin alike (Hansi, Hannes; but not Betty and Lisa). Symmetric.
 */
export function areNicknames(a: string, b: string, packs: Locales = defaultLocales): boolean {
  const left = givenNameGroups(a, packs);
  if (left.length === 0) return false;
  const right = givenNameGroups(b, packs);
  const alike = a.slice(0, 3) === b.slice(0, 3);
  return left.some(({ group, full }) =>
    right.some((other) => other.group === group && (full || other.full || alike)),
  );
}
