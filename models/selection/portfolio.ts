import { boostedTreesClassifier, boostedTreesRegressor } from '../boostedTrees.ts';
import type { Estimator } from '../estimator.ts';
import { extraTreesClassifier, extraTreesRegressor } from '../extraTrees.ts';
import { linearRegression } from '../linearRegression.ts';
import { logisticRegression } from '../logisticRegression.ts';
import { randomForestClassifier, randomForestRegressor } from '../randomForest.ts';
import type { Table } from '../table.ts';
import type { Candidate } from './candidate.ts';

/** 'quick': a linear model and boosted trees as they are. 'full': the settings below, for a table of one's own. */
export type Portfolio = 'quick' | 'full';

/** Below this many rows trees have not enough to grow on, and linear models stand alone. */
const rowsForTrees = 100;

interface Family {
  readonly linear: Estimator;
  readonly boosted: Estimator;
  readonly randomForest: Estimator;
  readonly extraTrees: Estimator;
}

const classifiers: Family = {
  linear: logisticRegression,
  boosted: boostedTreesClassifier,
  randomForest: randomForestClassifier,
  extraTrees: extraTreesClassifier,
};

const regressors: Family = {
  linear: linearRegression,
  boosted: boostedTreesRegressor,
  randomForest: randomForestRegressor,
  extraTrees: extraTreesRegressor,
};

/** What 'auto' compares for classification, in the order in which a budget of time is spent. */
export const classifierPortfolio = (table: Table, portfolio: Portfolio): readonly Candidate[] =>
  candidates(table, portfolio, classifiers);

/** What 'auto' compares for regression, in the order in which a budget of time is spent. */
export const regressorPortfolio = (table: Table, portfolio: Portfolio): readonly Candidate[] =>
  candidates(table, portfolio, regressors);

function candidates({ rowCount }: Table, portfolio: Portfolio, family: Family): readonly Candidate[] {
  const { linear, boosted, randomForest, extraTrees } = family;
  const asIs = (estimator: Estimator): Candidate => ({ name: estimator.name, estimator, options: {} });
  if (portfolio === 'quick') return rowCount < rowsForTrees ? [asIs(linear)] : [asIs(linear), asIs(boosted)];
  // Standardised effects of 0.3 are usual, of 1 large: the penalties are normal priors of these deviations.
  const shrunk = { name: 'linear', estimator: linear, options: { l2: 10 } };
  const free = { name: 'linear-free', estimator: linear, options: { l2: 1 } };
  if (rowCount < rowsForTrees) return [shrunk, free];
  return [
    shrunk,
    { name: 'boosted-shallow', estimator: boosted, options: shallow, choosesRounds: true },
    { name: 'boosted-deep', estimator: boosted, options: deep, choosesRounds: true },
    { name: 'random-forest', estimator: randomForest, options: { trees: 200 } },
    free,
    { name: 'extra-trees', estimator: extraTrees, options: { trees: 200 } },
  ];
}

/**
 * Small steps and random parts of rows and columns are what boosting gains most from (Friedman 2002, Stochastic
 * gradient boosting); how many features act together is what differs between tables, so two sizes of trees are tried.
 */
const stochastic = { rowShare: 0.7, featureShare: 0.6, rounds: 1500, patience: 50 };
const shallow = { ...stochastic, learningRate: 0.05, maxLeaves: 4 };
const deep = { ...stochastic, learningRate: 0.03, maxLeaves: 15, l2: 5, minChildRows: 20 };
