import type { Contribution, Explanation } from '../estimator.ts';
import type { FeatureReader } from '../featureSchema.ts';
import type { Row } from '../table.ts';
import type { Forest } from './forest.ts';
import { forestMean, treeShap } from './treeShap.ts';

/** Explains rows by what each feature adds to the sum of a forest and a constant (see treeShap.ts). */
export function treesReasons(
  forest: Forest,
  baseScore: number,
  reader: FeatureReader,
): (row: Row) => Explanation {
  const baseline = baseScore + forestMean(forest);
  // Many models never explain: what it takes is made when it is first asked for.
  let effectsOf: ReturnType<typeof treeShap> | undefined;
  return (row) => {
    effectsOf ??= treeShap(forest, reader.features.length);
    const effects = effectsOf(reader.readRow(row));
    const contributions = reader.features.map(
      ({ name }, feature): Contribution => ({
        feature: name,
        value: reader.shownValue(feature, row),
        effect: effects[feature]!,
      }),
    );
    return { baseline, contributions };
  };
}
