import { defaultLocales } from './defaultLocales.ts';
import { fold, withoutUmlauts } from './fold.ts';
import { areNicknames } from './givenNameGroups.ts';
import { type Locales, perLocales, wordSet } from './lexicon.ts';
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

const feminineEndings = perLocales((packs) => [...wordSet(packs, ({ names }) => names.feminineEndings)]);

const plain = (name: string): string => withoutUmlauts(name).replace(/[\s-]+/g, '');

/**
 * Whether exactly one of two given names has an ending of women's names: Martin and Martina sound alike, but are two.
 */
function differInSex(a: string, b: string, packs: Locales): boolean {
  const endings = feminineEndings(packs);
  const female = (name: string) => endings.some((ending) => name.endsWith(ending));
  return female(a) !== female(b);
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
  if (nicknames && differInSex(left, right, packs)) return null;
  const length = Math.max(leftKey.length, rightKey.length);
  return length > 2 && soundDistance(left, right, packs) <= mishearing * length ? 'misheard' : null;
}
