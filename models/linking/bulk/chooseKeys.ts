import type { BlockingAtom } from './blockingAtoms.ts';
import { type BlockingKey, blockingKey, keyValues } from './blockingKey.ts';
import { type BlockSizes, blockSizes, sizeClass, sizeClasses } from './blockSizes.ts';
import { CandidatePairs, type ChosenKey } from './candidatePairs.ts';

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

/** Pairs that are probably matches, found by many different keys. */
export interface ProbableMatches {
  readonly lefts: Int32Array;
  readonly rights: Int32Array;
  readonly probabilities: Float64Array;
}

/**
 * Pairs of records from the small blocks of every possible key, up to `perKey` each: whatever a match has kept, some key
 * is likely to bring it.
 */
export async function rarePairs(
  keys: readonly BlockingKey[],
  rowCount: number,
  leftCount: number | undefined,
  perKey: number,
  pause: (share: number) => Promise<void>,
): Promise<{ lefts: Int32Array; rights: Int32Array }> {
  const seen = new Set<number>();
  for (const [position, key] of keys.entries()) {
    await pause(position / keys.length);
    const values = keyValues(key, rowCount);
    const { pairs } = blockSizes(values, key.width, leftCount);
    const at = pairs[1]! > 0 ? 1 : 2;
    if (pairs[at] === 0) continue;
    // Whole blocks are left out, by their hashes.
    const thinning = 2 ** Math.max(0, Math.round(Math.log2(pairs[at]! / perKey))) - 1;
    for (let slot = 0; slot < values.length; slot++)
      if ((((values[slot]! >>> 4) + position) & thinning) !== 0) values[slot] = 0;
    const passes = new CandidatePairs(rowCount, leftCount, [
      { key: { ...key, values }, largestBlock: sizeClasses[at]! },
    ]);
    for (const { lefts, rights, size } of passes.chunks())
      for (let pair = 0; pair < size; pair++) seen.add(lefts[pair]! * rowCount + rights[pair]!);
  }
  const all = Float64Array.from(seen).sort();
  return {
    lefts: Int32Array.from(all, (pair) => Math.floor(pair / rowCount)),
    rights: Int32Array.from(all, (pair) => pair % rowCount),
  };
}

interface Option {
  readonly key: BlockingKey;
  /** Candidate pairs per largest block. */
  readonly pairs: Float64Array;
  /** Per probable match: the class of the smallest block both records are in; sizeClasses.length: none. */
  readonly found: Uint8Array;
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
  keys: readonly BlockingKey[],
  matches: ProbableMatches,
  rowCount: number,
  leftCount: number | undefined,
  budget: number,
  pause: (share: number) => Promise<void>,
): Promise<ChosenKey[]> {
  const count = matches.lefts.length;
  const options: Option[] = [];
  for (const key of keys) {
    await pause((0.7 * options.length) / keys.length);
    const values = keyValues(key, rowCount);
    const sizes = blockSizes(values, key.width, leftCount);
    const found = new Uint8Array(count);
    for (let pair = 0; pair < count; pair++)
      found[pair] = smallestShared(values, key.width, sizes, matches.lefts[pair]!, matches.rights[pair]!);
    options.push({ key, pairs: sizes.pairs, found });
  }
  const remaining = matches.probabilities.slice();
  const total = remaining.reduce((sum, probability) => sum + probability, 0);
  const chosen: ChosenKey[] = [];
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
        if (size <= taken[option]! || gain < 2e-4 * total || cost > worth || spent + cost > budget) continue;
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
    await pause(0.7 + 0.3 * Math.min(1, spent / budget));
  }
  taken.forEach((size, option) => {
    if (size >= 0) chosen.push({ key: options[option]!.key, largestBlock: sizeClasses[size]! });
  });
  return chosen;
}

function smallestShared(
  values: Int32Array,
  width: number,
  { sizes, mask }: BlockSizes,
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
