import { type Random, seededRandom } from '../../../base/random.ts';
import { type BinnedTable, binTable, learnBins } from '../../../models/boosting/binning.ts';
import type { FeatureSpec } from '../../../models/featureSchema.ts';

export interface RandomTable {
  readonly table: BinnedTable;
  readonly target: Float64Array;
  readonly weights: Float64Array;
  readonly random: Random;
}

const vocabulary = (size: number) => Array.from({ length: size }, (_, code) => `c${code}`);

/** Columns of every sort: continuous, with gaps, coarse, constant, categorical with few and many values, all missing. */
const columns: readonly [FeatureSpec, (random: Random) => number][] = [
  [{ kind: 'numeric', name: 'continuous' }, (random) => random.normal()],
  [
    { kind: 'numeric', name: 'gaps' },
    (random) => (random.uniform() < 0.2 ? Number.NaN : Math.round(10 * random.normal())),
  ],
  [{ kind: 'numeric', name: 'binary' }, (random) => random.integer(2)],
  [{ kind: 'numeric', name: 'constant' }, () => 3],
  [{ kind: 'categorical', name: 'few', vocabulary: vocabulary(3) }, (random) => random.integer(4) - 1],
  [
    { kind: 'categorical', name: 'many', vocabulary: vocabulary(40) },
    (random) => Math.floor(40 * random.uniform() ** 3),
  ],
  [{ kind: 'numeric', name: 'missing' }, () => Number.NaN],
  [{ kind: 'numeric', name: 'present or not' }, (random) => (random.uniform() < 0.5 ? 1 : Number.NaN)],
];

/** `featureCount` columns, the kinds above in turn, and a target of 0 and 1 that the first ones explain in part. */
export function randomTable(
  rowCount: number,
  featureCount: number,
  seed: number,
  valueBins = 254,
): RandomTable {
  const random = seededRandom(seed);
  const chosen = Array.from({ length: featureCount }, (_, index) => columns[index % columns.length]!);
  const encoded = chosen.map(([, draw]) => Float64Array.from({ length: rowCount }, () => draw(random)));
  const weights = Float64Array.from({ length: rowCount }, () => 0.5 + random.uniform());
  const specs = chosen.map(([spec]) => spec);
  const table = binTable(learnBins(specs, encoded, weights, valueBins), encoded);
  const at = (feature: number, row: number) => encoded[feature % featureCount]![row]! || 0;
  const target = Float64Array.from({ length: rowCount }, (_, row) =>
    at(0, row) + at(1, row) / 10 + at(4, row) / 2 - (at(5, row) % 7) / 7 + random.normal() > 0 ? 1 : 0,
  );
  return { table, target, weights, random };
}
