import type { Estimator } from './estimator.ts';
import { logisticRegression } from './logisticRegression.ts';
import { ridgeRegression } from './ridgeRegression.ts';
import type { Table } from './table.ts';

export interface Candidate {
  readonly estimator: Estimator;
  readonly options: Readonly<Record<string, unknown>>;
}

/** What 'auto' compares for classification. */
export function classifierPortfolio(_table: Table): readonly Candidate[] {
  return [{ estimator: logisticRegression, options: {} }];
}

/** What 'auto' compares for regression. */
export function regressorPortfolio(_table: Table): readonly Candidate[] {
  return [{ estimator: ridgeRegression, options: {} }];
}
