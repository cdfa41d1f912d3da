import { type BlockingKey, keyValues } from './blockingKey.ts';
import { blockKept, blockSizes, sizeClasses } from './blockSizes.ts';
import { CandidatePairs } from './candidatePairs.ts';

/** Of so many rows all blocks are looked at; of more one in two, of twice as many one in four, and so on. */
const rowsInFull = 1 << 18;
const fewestBlocks = 256;

/** Pairs of records that a key brings. */
export interface RarePairs {
  /** Left row * rowCount + right row. */
  readonly found: Float64Array;
  /** Candidate pairs per largest block (blockSizes.ts), estimated from a part of the blocks where there are many. */
  readonly pairs: Float64Array;
}

/**
 * Pairs of records from the small blocks of a key, about `most`: whatever a match has kept, some key is likely to bring
 * it.
 * @param most pairs, about
 * @param position of the key among all: different keys leave out different blocks
 */
export function rarePairs(
  key: BlockingKey,
  position: number,
  rowCount: number,
  leftCount: number | undefined,
  most: number,
): RarePairs {
  const values = keyValues(key, rowCount);
  const looked = Math.min(fewestBlocks, 2 ** Math.max(0, Math.ceil(Math.log2(rowCount / rowsInFull))));
  const { sizes, mask, pairs } = blockSizes(values, key.width, leftCount, looked);
  const at = pairs[1]! > 0 ? 1 : 2;
  if (pairs[at] === 0) return { found: new Float64Array(), pairs };
  // Whole blocks are left out, by their hashes.
  const thinning = 2 ** Math.max(0, Math.round(Math.log2(pairs[at]! / looked / most))) - 1;
  for (let slot = 0; slot < values.length; slot++) {
    const value = values[slot]!;
    const size = sizes[value & mask]!;
    if (
      !blockKept(value, looked) ||
      (((value >>> 4) + position) & thinning) !== 0 ||
      size < 2 ||
      size > sizeClasses[at]!
    )
      values[slot] = 0;
  }
  const found: number[] = [];
  new CandidatePairs({ rowCount, leftCount, passes: [{ width: key.width, values }] }).visit(
    { pass: 0, slice: 0, slices: 1 },
    1,
    (a, b) => found.push(a * rowCount + b),
  );
  return { found: Float64Array.from(found), pairs };
}
