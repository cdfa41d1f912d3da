import { type BlockingKey, keyValues } from './blockingKey.ts';
import { blockSizes, sizeClasses } from './blockSizes.ts';
import { CandidatePairs } from './candidatePairs.ts';

/**
 * Pairs of records from the small blocks of a key, about `most`: whatever a match has kept, some key is likely to bring
 * it.
 * @param position of the key among all: different keys leave out different blocks
 * @returns the pairs as left row * rowCount + right row
 */
export function rarePairs(
  key: BlockingKey,
  position: number,
  rowCount: number,
  leftCount: number | undefined,
  most: number,
): Float64Array {
  const values = keyValues(key, rowCount);
  const { sizes, mask, pairs } = blockSizes(values, key.width, leftCount);
  const at = pairs[1]! > 0 ? 1 : 2;
  if (pairs[at] === 0) return new Float64Array();
  // Whole blocks are left out, by their hashes.
  const thinning = 2 ** Math.max(0, Math.round(Math.log2(pairs[at]! / most))) - 1;
  for (let slot = 0; slot < values.length; slot++) {
    const value = values[slot]!;
    const size = sizes[value & mask]!;
    if ((((value >>> 4) + position) & thinning) !== 0 || size < 2 || size > sizeClasses[at]!)
      values[slot] = 0;
  }
  const found: number[] = [];
  new CandidatePairs({ rowCount, leftCount, passes: [{ width: key.width, values }] }).visit(
    { pass: 0, slice: 0, slices: 1 },
    1,
    (a, b) => found.push(a * rowCount + b),
  );
  return Float64Array.from(found);
}
