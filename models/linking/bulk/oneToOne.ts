import type { PairCursor } from './pairSorter.ts';

/** Share of linked records with a second link from which on a record may have several. */
const exceptions = 0.02;

/** Log-odds from which on a pair counts as a probable one. */
const certain = 2;

/**
 * Whether records of two files seem to have one partner each: hardly any has two probable ones.
 * @param pairs the most probable first
 */
export function partnersAreUnique(pairs: Iterable<PairCursor>, rowCount: number): boolean {
  const partners = new Int32Array(rowCount);
  for (const { left, right, logOdds } of pairs) {
    if (logOdds < certain) break;
    partners[left]!++;
    partners[right]!++;
  }
  let linked = 0;
  let several = 0;
  for (const count of partners) {
    if (count > 0) linked++;
    if (count > 1) several++;
  }
  return several <= exceptions * linked;
}

/**
 * Takes the pairs that are more probable than not, most probable first, each row at most once.
 * @param pairs the most probable first
 * @returns the partner of each row; -1: none
 */
export function assignOneToOne(pairs: Iterable<PairCursor>, rowCount: number): Int32Array {
  const partner = new Int32Array(rowCount).fill(-1);
  for (const { left, right, logOdds } of pairs) {
    if (logOdds <= 0) break;
    if (partner[left]! >= 0 || partner[right]! >= 0) continue;
    partner[left] = right;
    partner[right] = left;
  }
  return partner;
}
