import { areNicknames } from '../../features/identity/givenNameGroups.ts';
import type { NormalizedName } from '../../features/identity/name.ts';
import { missing } from './comparisonFields.ts';
import { editDistance } from './editDistance.ts';
import { jaroWinkler } from './jaroWinkler.ts';
import { nameForms } from './nameForms.ts';

export type NameParts = Pick<NormalizedName, 'given' | 'family'>;

const level = {
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
  if (a === b) return level.exact;
  const left = nameForms(a);
  const right = nameForms(b);
  if (left.plain === right.plain) return level.spelling;
  if (left.plain.length === 1 || right.plain.length === 1) {
    return left.plain[0] === right.plain[0] ? level.initial : level.different;
  }
  if (left.words.length > 1 || right.words.length > 1) {
    if (left.words.some((word) => word.length > 2 && right.words.includes(word))) return level.part;
  }
  const similarity = jaroWinkler(left.plain, right.plain);
  const short = Math.min(left.plain.length, right.plain.length) < 4;
  if (similarity >= 0.93 || (!short && similarity > 0.7 && editDistance(left.plain, right.plain, 1) === 1)) {
    return level.close;
  }
  if (left.sound.length > 1 && left.sound === right.sound) return level.sound;
  return similarity >= 0.84 ? level.similar : level.different;
}

/**
 * The same of two given names: names that one person may go by (Hans and Johannes) agree in part, unless they agree
 * more closely anyway.
 */
export function compareGivenName(a: string | null, b: string | null): number {
  const found = compareName(a, b);
  if (a === null || b === null || found >= level.close || found === level.initial) return found;
  const [left, right] = [nameForms(a).words.slice(0, 4), nameForms(b).words.slice(0, 4)];
  if (areNicknames(a, b)) return level.part;
  if (left.length === 1 && right.length === 1) return found;
  return left.some((word) => right.some((other) => areNicknames(word, other))) ? level.part : found;
}

export interface NameComparison {
  readonly givenName: number;
  readonly familyName: number;
  /** 0 swapped, 1 usual, -1 where nothing agrees. */
  readonly nameOrder: number;
  /** The record's names as they were compared, so that their frequency can be looked up. */
  readonly given: string | null;
  readonly family: string | null;
}

const worthOf = (found: number): number => (found === missing ? 0 : worth[found]!);

/** Compares a claimed name with one recorded name, also with given and family name swapped. */
export function compareNames(claimed: NameParts, recorded: NameParts): NameComparison & { worth: number } {
  const givenName = compareGivenName(claimed.given, recorded.given);
  const familyName = compareName(claimed.family, recorded.family);
  const usual = worthOf(givenName) + worthOf(familyName);
  const swappedGiven = compareGivenName(claimed.family, recorded.given);
  const swappedFamily = compareName(claimed.given, recorded.family);
  const swapped = worthOf(swappedGiven) + worthOf(swappedFamily);
  const chosen = { given: recorded.given, family: recorded.family };
  // A swap has to explain clearly more than the usual order does.
  if (swapped > 2.5 && swapped > usual + 2) {
    return {
      givenName: swappedGiven,
      familyName: swappedFamily,
      nameOrder: 0,
      ...chosen,
      worth: swapped - 1,
    };
  }
  return { givenName, familyName, nameOrder: usual > 2.5 ? 1 : missing, ...chosen, worth: usual };
}

/** The comparison with the recorded name that agrees best; undefined when nothing can be compared. */
export function compareBestName(
  claimed: NameParts | null,
  recorded: readonly NameParts[],
): NameComparison | undefined {
  if (claimed === null) return undefined;
  let best: (NameComparison & { worth: number }) | undefined;
  for (const name of recorded) {
    const comparison = compareNames(claimed, name);
    if (best === undefined || comparison.worth > best.worth) best = comparison;
  }
  return best;
}
