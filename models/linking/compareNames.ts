import { areNicknames } from '../../features/identity/givenNameGroups.ts';
import type { NormalizedName } from '../../features/identity/name.ts';
import { missing } from './comparisonFields.ts';
import { editDistance } from './editDistance.ts';
import { jaroWinkler } from './jaroWinkler.ts';
import { nameForms } from './nameForms.ts';

export type NameParts = Pick<NormalizedName, 'given' | 'family'>;

/** The levels of a name, as comparisonFields orders them. */
export const nameLevel = {
  different: 0,
  similar: 1,
  initial: 2,
  sound: 3,
  close: 4,
  part: 5,
  spelling: 6,
  exact: 7,
} as const;
/** How good each level is when several names, or both orders of one, compete. */
const worth = [-2, 1, 1.5, 2, 3, 3.5, 4, 5] as const;

/** Level (see comparisonFields) at which two folded names agree; symmetric. */
export function compareName(a: string | null, b: string | null): number {
  if (a === null || b === null) return missing;
  if (a === b) return nameLevel.exact;
  const left = nameForms(a);
  const right = nameForms(b);
  if (left.plain === right.plain) return nameLevel.spelling;
  if (left.plain.length === 1 || right.plain.length === 1) {
    return left.plain[0] === right.plain[0] ? nameLevel.initial : nameLevel.different;
  }
  if (left.words.length > 1 || right.words.length > 1) {
    if (left.words.some((word) => word.length > 2 && right.words.includes(word))) return nameLevel.part;
  }
  const similarity = jaroWinkler(left.plain, right.plain);
  const short = Math.min(left.plain.length, right.plain.length) < 4;
  if (similarity >= 0.93 || (!short && similarity > 0.7 && editDistance(left.plain, right.plain, 1) === 1)) {
    return nameLevel.close;
  }
  if (left.sound.length > 1 && left.sound === right.sound) return nameLevel.sound;
  return similarity >= 0.84 ? nameLevel.similar : nameLevel.different;
}

/**
 * The same of two given names: names that one person may go by (Hans and Johannes) agree in part, unless they agree
 * more closely anyway.
 */
export function compareGivenName(a: string | null, b: string | null): number {
  const found = compareName(a, b);
  if (a === null || b === null || found >= nameLevel.close || found === nameLevel.initial) return found;
  return mayBeNicknames(a, b, nameForms(a).words, nameForms(b).words) ? nameLevel.part : found;
}

/** Whether two given names, or any of their first words, are names that one person may go by. */
export function mayBeNicknames(
  a: string,
  b: string,
  wordsOfA: readonly string[],
  wordsOfB: readonly string[],
): boolean {
  if (areNicknames(a, b)) return true;
  if (wordsOfA.length === 1 && wordsOfB.length === 1) return false;
  const others = wordsOfB.slice(0, 4);
  return wordsOfA.slice(0, 4).some((word) => others.some((other) => areNicknames(word, other)));
}

/** How a claimed and a recorded name agree, in the order of their parts that explains more. */
export interface NameAgreement {
  readonly givenName: number;
  readonly familyName: number;
  /** 0 swapped, 1 usual, -1 where nothing agrees. */
  readonly nameOrder: number;
  /** How much the agreement explains: the greatest wins where several names compete. */
  readonly worth: number;
}

const worthOf = (found: number): number => (found === missing ? 0 : worth[found]!);

/**
 * Chooses between the usual order (given with given, family with family name) and the swapped one (the claimed family
 * name with the recorded given name, and so on), from the levels of each.
 */
export function nameAgreement(
  givenName: number,
  familyName: number,
  swappedGiven: number,
  swappedFamily: number,
): NameAgreement {
  const usual = worthOf(givenName) + worthOf(familyName);
  const swapped = worthOf(swappedGiven) + worthOf(swappedFamily);
  // A swap has to explain clearly more than the usual order does.
  if (swapped > 2.5 && swapped > usual + 2)
    return { givenName: swappedGiven, familyName: swappedFamily, nameOrder: 0, worth: swapped - 1 };
  return { givenName, familyName, nameOrder: usual > 2.5 ? 1 : missing, worth: usual };
}

/** Compares a claimed name with one recorded name, also with given and family name swapped. */
export function compareNames(claimed: NameParts, recorded: NameParts): NameAgreement {
  return nameAgreement(
    compareGivenName(claimed.given, recorded.given),
    compareName(claimed.family, recorded.family),
    compareGivenName(claimed.family, recorded.given),
    compareName(claimed.given, recorded.family),
  );
}
