import { boostedTreesClassifier, boostedTreesRegressor } from '../boostedTrees.ts';
import type { Estimator } from '../estimator.ts';
import { linearRegression } from '../linearRegression.ts';
import { logisticRegression } from '../logisticRegression.ts';
import type { Table } from '../table.ts';
import type { Candidate } from './candidate.ts';

/** 'quick': a linear model and boosted trees as they are. 'full': the settings below, for a table of one's own. */
export type Portfolio = 'quick' | 'full';

/** Below this many rows trees have not enough to grow on, and linear models stand alone. */
const rowsForTrees = 100;

const linearSettings = [
  { name: 'linear', options: {} },
  // Where columns are many or say the same, shrinking them more forecasts better.
  { name: 'linear-shrunk', options: { l2: 30 } },
];

/**
 * Small steps and random halves of rows and columns are what boosting gains most from (Friedman 2002, Stochastic
 * gradient boosting); how far features act together is what differs between tables, so two depths are tried.
 */
const boostedSettings = [
  {
    name: 'boosted-shallow',
    options: {
      learningRate: 0.05,
      maxLeaves: 4,
      rounds: 1000,
      rowShare: 0.7,
      featureShare: 0.6,
      patience: 50,
    },
  },
  {
    name: 'boosted-deep',
    options: {
      learningRate: 0.03,
      maxLeaves: 15,
      rounds: 1000,
      rowShare: 0.7,
      featureShare: 0.6,
      l2: 5,
      minChildRows: 20,
      patience: 50,
    },
  },
];

/** What 'auto' compares for classification, in the order in which a budget of time is spent. */
export const classifierPortfolio = (table: Table, portfolio: Portfolio): readonly Candidate[] =>
  candidates(table, portfolio, logisticRegression, boostedTreesClassifier);

/** What 'auto' compares for regression, in the order in which a budget of time is spent. */
export const regressorPortfolio = (table: Table, portfolio: Portfolio): readonly Candidate[] =>
  candidates(table, portfolio, linearRegression, boostedTreesRegressor);

function candidates(
  { rowCount }: Table,
  portfolio: Portfolio,
  linear: Estimator,
  boosted: Estimator,
): readonly Candidate[] {
  if (portfolio === 'quick') {
    const simple = { name: linear.name, estimator: linear, options: {} };
    return rowCount < rowsForTrees
      ? [simple]
      : [simple, { name: boosted.name, estimator: boosted, options: {} }];
  }
  const linears = linearSettings.map((setting) => ({ ...setting, estimator: linear }));
  if (rowCount < rowsForTrees) return linears;
  const trees = boostedSettings.map((setting) => ({ ...setting, estimator: boosted }));
  return [linears[0]!, ...trees, ...linears.slice(1)];
}
