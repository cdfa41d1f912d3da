import { boostedTreesClassifier, boostedTreesRegressor } from './boostedTrees.ts';
import type { Estimator } from './estimator.ts';
import { linearRegression } from './linearRegression.ts';
import { logisticRegression } from './logisticRegression.ts';
import type { Table } from './table.ts';

export interface Candidate {
  readonly estimator: Estimator;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Below this many rows trees have not enough to grow on, and the linear model stands alone. */
const rowsForTrees = 100;

/** What 'auto' compares for classification: a linear model and boosted trees. */
export function classifierPortfolio(table: Table): readonly Candidate[] {
  const linear = { estimator: logisticRegression, options: {} };
  return table.rowCount < rowsForTrees
    ? [linear]
    : [linear, { estimator: boostedTreesClassifier, options: {} }];
}

/** What 'auto' compares for regression: a linear model and boosted trees. */
export function regressorPortfolio(table: Table): readonly Candidate[] {
  const linear = { estimator: linearRegression, options: {} };
  return table.rowCount < rowsForTrees
    ? [linear]
    : [linear, { estimator: boostedTreesRegressor, options: {} }];
}
