import { phoneKind } from '../../features/identity/phoneKind.ts';
import { editDistance } from './editDistance.ts';
import { jaroWinkler } from './jaroWinkler.ts';
import { nameForms } from './nameForms.ts';

/**
 * Levels different, close (one digit wrong, swapped or lost), exact of two E.164 numbers. A company's main line is no
 * more than close: whoever of the company calls has it.
 */
export function comparePhone(a: string, b: string, mainLine = phoneKind(a) === 'switchboard'): number {
  if (a === b) return mainLine ? 1 : 2;
  return editDistance(a, b, 1) === 1 ? 1 : 0;
}

/** Levels different, close (same name at another provider, or a slip), exact of two addresses. */
export function compareEmail(a: string, b: string): number {
  if (a === b) return 2;
  const [localA, localB] = [a.slice(0, a.lastIndexOf('@')), b.slice(0, b.lastIndexOf('@'))];
  if ((localA === localB && localA.length > 3) || editDistance(a, b, 2) <= 2) return 1;
  return 0;
}

/** Levels different, partial, close (one slip, or day and month swapped), exact of two ISO dates. */
export function compareDateOfBirth(a: string, b: string): number {
  if (a === b) return 3;
  let differing = 0;
  for (let at = 0; at < 10; at++) if (a.charCodeAt(at) !== b.charCodeAt(at)) differing++;
  if (differing > 4) return 0;
  const swappedDay =
    a.slice(0, 4) === b.slice(0, 4) && a.slice(5, 7) === b.slice(8) && a.slice(8) === b.slice(5, 7);
  if (swappedDay || editDistance(a, b, 1) === 1) return 2;
  const sameYear = a.slice(0, 4) === b.slice(0, 4);
  const sameDay = a.slice(5) === b.slice(5);
  return sameDay || (sameYear && a.slice(5, 7) === b.slice(5, 7)) || differing === 2 ? 1 : 0;
}

export function compareStreet(a: string, b: string): number {
  if (a === b) return 3;
  const [left, right] = [nameForms(a), nameForms(b)];
  if (left.plain === right.plain) return 2;
  const similarity = jaroWinkler(left.plain, right.plain);
  if (similarity >= 0.94 || editDistance(left.plain, right.plain, 2) <= 2) return 2;
  return similarity >= 0.88 || left.sound === right.sound ? 1 : 0;
}

export function compareHouseNumber(a: string, b: string): number {
  if (a === b) return 2;
  const numberOf = (text: string) => /^\d+/.exec(text)?.[0] ?? text;
  if (numberOf(a) === numberOf(b)) return 1;
  return Math.max(a.length, b.length) > 1 && editDistance(a, b, 1) === 1 ? 1 : 0;
}

export function comparePostalCode(a: string, b: string): number {
  if (a === b) return 3;
  if (editDistance(a, b, 1) === 1) return 2;
  return a.slice(0, 2) === b.slice(0, 2) ? 1 : 0;
}

export function compareCity(a: string, b: string): number {
  if (a === b) return 2;
  const [left, right] = [nameForms(a), nameForms(b)];
  const contained = left.words.some((word) => word.length > 3 && right.words.includes(word));
  return contained ||
    jaroWinkler(left.plain, right.plain) >= 0.92 ||
    editDistance(left.plain, right.plain, 1) <= 1
    ? 1
    : 0;
}
