import type { BlockingAtom } from './blockingAtoms.ts';
import { type BlockingKey, blockingKey, keyValues } from './blockingKey.ts';
import { type BlockSizes, sizeClass, sizeClasses, sizesOfBlocksOf } from './blockSizes.ts';

/** Most values per row of one key. */
const widestKey = 6;
/** A key finds a match it shares in the sample with this probability of failing on another match like it. */
const unreliability = 0.25;

/** A key must bring at least one match, as far as the sample tells, in so many comparisons. */
const comparisonsPerMatch = 15_000;

/** Single atoms and pairs of them, of different fields. */
export function possibleKeys(atoms: readonly BlockingAtom[]): BlockingKey[] {
  const keys = atoms.map((atom) => blockingKey([atom]));
  atoms.forEach((first, at) => {
    for (const second of atoms.slice(at + 1)) {
      if (first.subject === second.subject || first.width * second.width > widestKey) continue;
      keys.push(blockingKey([first, second]));
    }
  });
  return keys;
}

/** Pairs that are probably matches, found by many different keys; on shared memory. */
export interface ProbableMatches {
  readonly lefts: Int32Array;
  readonly rights: Int32Array;
  readonly probabilities: Float64Array;
}

/** What a key costs and what it finds. */
export interface JudgedKey {
  /** Candidate pairs per largest block. */
  readonly pairs: Float64Array;
  /** Per probable match: the class of the smallest block both records are in; sizeClasses.length: none. */
  readonly found: Uint8Array;
}

/** @returns see {@link JudgedKey.found} */
export function foundByKey(
  key: BlockingKey,
  { lefts, rights }: Pick<ProbableMatches, 'lefts' | 'rights'>,
  rowCount: number,
): Uint8Array {
  const values = keyValues(key, rowCount);
  const sizes = sizesOfBlocksOf([lefts, rights], values, key.width);
  const found = new Uint8Array(lefts.length);
  for (let pair = 0; pair < found.length; pair++)
    found[pair] = smallestShared(values, key.width, sizes, lefts[pair]!, rights[pair]!);
  return found;
}

/** A key by its number among the possible ones, with the largest block it is used for. */
export interface KeyChoice {
  readonly key: number;
  readonly largestBlock: number;
  /** Share of the probable matches (by probability) that it brings by itself. */
  readonly recall: number;
}

/**
 * Chooses keys that together find as many probable matches as the budget of candidate pairs allows: greedily the key and
 * largest block with most matches newly found per pair. A match found by one key counts a little less than one found by
 * several, since the matches nobody has seen have errors elsewhere.
 *
 * Source: the greedy cover of M. Bilenko, B. Kamath, R. J. Mooney (2006), Adaptive blocking, with probable matches of
 * the unsupervised model in place of labels.
 */
export async function chooseKeys(
  options: readonly JudgedKey[],
  matches: ProbableMatches,
  rowCount: number,
  budget: number,
  pause: () => Promise<void>,
): Promise<KeyChoice[]> {
  const count = matches.probabilities.length;
  const remaining = matches.probabilities.slice();
  const total = remaining.reduce((sum, probability) => sum + probability, 0);
  const taken = new Int32Array(options.length).fill(-1);
  let spent = 0;
  for (;;) {
    let best: { option: number; size: number; gain: number; cost: number } | undefined;
    options.forEach(({ pairs, found }, option) => {
      const gains = new Float64Array(sizeClasses.length + 1);
      for (let pair = 0; pair < count; pair++) gains[found[pair]!]! += remaining[pair]!;
      let gain = 0;
      for (let size = 0; size < sizeClasses.length; size++) {
        if (size > taken[option]!) gain += gains[size]!;
        const already = taken[option]! < 0 ? 0 : pairs[taken[option]!]!;
        const cost = pairs[size]! - already + rowCount * 0.02;
        // About every second record has a match.
        const worth = ((gain / total) * rowCount * comparisonsPerMatch) / 2;
        if (size <= taken[option]! || gain <= 2e-4 * total || cost > worth || spent + cost > budget) continue;
        if (best === undefined || gain / cost > best.gain / best.cost) best = { option, size, gain, cost };
      }
    });
    if (best === undefined) break;
    const { option, size, cost } = best;
    const { found } = options[option]!;
    for (let pair = 0; pair < count; pair++)
      if (found[pair]! <= size && found[pair]! > taken[option]!) remaining[pair]! *= unreliability;
    taken[option] = size;
    spent += cost;
    await pause();
  }
  if (taken.every((size) => size < 0)) takeSmallBlocks(options, taken, budget);
  const shareFound = (found: Uint8Array, size: number) =>
    matches.probabilities.reduce((sum, weight, pair) => sum + (found[pair]! <= size ? weight : 0), 0) /
    Math.max(total, Number.MIN_VALUE);
  return options.flatMap(({ found }, key) => {
    const size = taken[key]!;
    return size < 0 ? [] : [{ key, largestBlock: sizeClasses[size]!, recall: shareFound(found, size) }];
  });
}

/** Where nothing looks like a match, the smallest blocks of every key, as far as the budget goes. */
function takeSmallBlocks(options: readonly JudgedKey[], taken: Int32Array, budget: number): void {
  let spent = 0;
  options.forEach(({ pairs }, option) => {
    if (pairs[0] === 0 || spent + pairs[0]! > budget) return;
    spent += pairs[0]!;
    taken[option] = 0;
  });
}

function smallestShared(
  values: Int32Array,
  width: number,
  { sizes, mask }: Omit<BlockSizes, 'pairs'>,
  a: number,
  b: number,
): number {
  let best: number = sizeClasses.length;
  for (let left = a * width; left < (a + 1) * width; left++) {
    const value = values[left]!;
    if (value === 0) continue;
    for (let right = b * width; right < (b + 1) * width; right++)
      if (values[right] === value) best = Math.min(best, sizeClass(sizes[value & mask]!));
  }
  return best;
}
