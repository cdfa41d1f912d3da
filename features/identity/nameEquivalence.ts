import { defaultLocales } from './defaultLocales.ts';
import { fold, withoutUmlauts } from './fold.ts';
import { givenNameGroups } from './givenNameGroups.ts';
import type { Locales } from './lexicon.ts';
import { soundDistance } from './soundDistance.ts';
import { spellingKey } from './spellingKey.ts';

/**
 * How two names can be one, surest first: `equal` after folding; `umlaut` but for dots or hyphens that were lost;
 * `spelling` by the rules of a language (Meyer, Maier); `nickname` (Hans, Johannes); `misheard`: within what the
 * telephone confuses.
 */
export type NameEquivalence = 'equal' | 'umlaut' | 'spelling' | 'nickname' | 'misheard';

/** Share of wrong letters up to which a name counts as misheard. */
const mishearing = 0.16;

const plain = (name: string): string => withoutUmlauts(name).replace(/[\s-]+/g, '');

/** Whether two given names share a group of nicknames. */
export function areNicknames(a: string, b: string, packs: Locales = defaultLocales): boolean {
  const groups = givenNameGroups(a, packs);
  return groups.length > 0 && givenNameGroups(b, packs).some((group) => groups.includes(group));
}

/**
 * The surest way in which two names (given names, or family names with `nicknames` false) are one; null when they
 * are two. Symmetric. Precision falls from grade to grade; test/features/identity/nameVariants.test.ts measures it.
 */
export function nameEquivalence(
  a: string,
  b: string,
  { nicknames = true, packs = defaultLocales }: { nicknames?: boolean; packs?: Locales } = {},
): NameEquivalence | null {
  const [left, right] = [fold(a), fold(b)];
  if (left === '' || right === '') return null;
  if (left === right) return 'equal';
  if (plain(left) === plain(right)) return 'umlaut';
  const [leftKey, rightKey] = [spellingKey(left, packs), spellingKey(right, packs)];
  const long = Math.min(leftKey.length, rightKey.length) > 1;
  if (long && leftKey === rightKey) return 'spelling';
  if (nicknames && areNicknames(left, right, packs)) return 'nickname';
  const length = Math.max(leftKey.length, rightKey.length);
  return length > 2 && soundDistance(left, right, packs) <= mishearing * length ? 'misheard' : null;
}
