import type { Forest } from '../../models/boosting/forest.ts';
import type { Dataset, Row } from '../../models/table.ts';
import { type SimulatedFloats, simulatedFloats } from '../simulatedFloats.ts';

/** A table in the forms that the contenders take. */
export interface PredictTask {
  readonly table: SimulatedFloats;
  readonly dataset: Dataset;
  /** Encoded, row by row. */
  readonly encoded: readonly Float64Array[];
  /** Encoded, feature by feature. */
  readonly columns: readonly Float64Array[];
  readonly rows: readonly Row[];
}

/** A forest that everybody predicts with. */
export interface SharedForest {
  readonly forest: Forest;
  readonly baseScore: number;
}

export const featureCount = 40;
export const featureNames = Array.from(
  { length: featureCount },
  (_, feature) => `feature${String(feature).padStart(2, '0')}`,
);

export function predictTask(rowCount: number): PredictTask {
  const table = simulatedFloats(rowCount, featureCount, 7);
  const encoded = Array.from({ length: rowCount }, (_, row) =>
    Float64Array.from(table.values.subarray(featureCount * row, featureCount * (row + 1))),
  );
  const columns = featureNames.map((_, feature) => Float64Array.from(encoded, (row) => row[feature]!));
  const dataset: Dataset = {
    rowCount,
    columns: featureNames.map((name, feature) => ({ kind: 'numeric', name, values: columns[feature]! })),
    target: table.target,
  };
  const rows = encoded.map((row) =>
    Object.fromEntries(featureNames.map((name, feature) => [name, row[feature]!])),
  );
  return { table, dataset, encoded, columns, rows };
}
