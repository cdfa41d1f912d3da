import type { Random } from '../../../base/random.ts';
import { pairCount } from './pairCount.ts';
import { missingLevel, type RecordComparison } from './recordComparison.ts';

/**
 * How many of all pairs of records are at each level of each field: counted over pairs drawn at random, but for equal
 * values, whose pairs are known exactly from their frequencies.
 * @returns per field, per level: number of pairs
 */
export function levelsOfAllPairs(
  comparison: RecordComparison,
  rowCount: number,
  leftCount: number | undefined,
  random: Random,
  sample = 1_000_000,
): Float64Array[] {
  const { fields } = comparison;
  const counts = fields.map(({ levelNames }) => new Float64Array(levelNames.length));
  const levels = new Uint8Array(fields.length);
  const total = pairCount(rowCount, leftCount);
  const draws = Math.min(sample, 4 * total);
  for (let draw = 0; draw < draws; draw++) {
    const a = Math.floor(random.uniform() * (leftCount ?? rowCount));
    const b =
      leftCount === undefined
        ? Math.floor(random.uniform() * rowCount)
        : leftCount + Math.floor(random.uniform() * (rowCount - leftCount));
    if (a === b) continue;
    comparison.compare(a, b, levels);
    for (let field = 0; field < fields.length; field++) {
      const level = levels[field]!;
      if (level !== missingLevel) counts[field]![level]!++;
    }
  }
  fields.forEach(({ equal, bands }, field) => {
    const found = counts[field]!;
    for (let level = 0; level < equal; level++) found[level]! *= total / Math.max(1, draws);
    found.set(bands.agreeing, equal);
  });
  return counts;
}
