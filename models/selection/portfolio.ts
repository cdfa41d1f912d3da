import { boostedTreesClassifier, boostedTreesRegressor } from '../boostedTrees.ts';
import type { Estimator } from '../estimator.ts';
import { extraTreesClassifier, extraTreesRegressor } from '../extraTrees.ts';
import { linearRegression } from '../linearRegression.ts';
import { logisticRegression } from '../logisticRegression.ts';
import { neuralClassifier, neuralRegressor } from '../neuralNetwork.ts';
import { randomForestClassifier, randomForestRegressor } from '../randomForest.ts';
import type { Table } from '../table.ts';
import type { Candidate } from './candidate.ts';
import { frequencyCodedEstimators } from './frequencyCoded.ts';

/** 'quick': a linear model and boosted trees as they are. 'full': the settings below, for a table of one's own. */
export type Portfolio = 'quick' | 'full';

/** Below this many rows trees have not enough to grow on, and linear models stand alone. */
const rowsForTrees = 100;

/** Up to this many rows more settings, forests and networks are tried; beyond, boosting leaves little for what they cost. */
const rowsForForests = 10_000;
/** From here on a network has enough to learn from. */
const rowsForNeural = 1000;

interface Family {
  readonly linear: Estimator;
  readonly boosted: Estimator;
  /** Boosted trees that see categories in the order of their frequency. */
  readonly coded: Estimator;
  readonly randomForest: Estimator;
  readonly extraTrees: Estimator;
  readonly neural: Estimator;
}

const classifiers: Family = {
  linear: logisticRegression,
  boosted: boostedTreesClassifier,
  coded: frequencyCodedEstimators[0]!,
  randomForest: randomForestClassifier,
  extraTrees: extraTreesClassifier,
  neural: neuralClassifier,
};

const regressors: Family = {
  linear: linearRegression,
  boosted: boostedTreesRegressor,
  coded: frequencyCodedEstimators[1]!,
  randomForest: randomForestRegressor,
  extraTrees: extraTreesRegressor,
  neural: neuralRegressor,
};

/** What 'auto' compares for classification, in the order in which a budget of time is spent. */
export const classifierPortfolio = (table: Table, portfolio: Portfolio): readonly Candidate[] =>
  candidates(table, portfolio, classifiers);

/** What 'auto' compares for regression, in the order in which a budget of time is spent. */
export const regressorPortfolio = (table: Table, portfolio: Portfolio): readonly Candidate[] =>
  candidates(table, portfolio, regressors);

function candidates(
  { rowCount, columns }: Table,
  portfolio: Portfolio,
  family: Family,
): readonly Candidate[] {
  const { linear, boosted, coded, randomForest, extraTrees, neural } = family;
  const asIs = (estimator: Estimator): Candidate => ({ name: estimator.name, estimator, options: {} });
  if (portfolio === 'quick') return rowCount < rowsForTrees ? [asIs(linear)] : [asIs(linear), asIs(boosted)];
  // Standardised effects of 0.3 are usual, of 1 large: the penalties are normal priors of these deviations.
  const shrunk = { name: 'linear', estimator: linear, options: { l2: 10 } };
  const freeLinear = { name: 'linear-free', estimator: linear, options: { l2: 1 } };
  if (rowCount < rowsForTrees) return [shrunk, freeLinear];
  const few = rowCount <= rowsForForests;
  const categories = columns.some(({ kind }) => kind === 'categorical');
  return [
    shrunk,
    { name: 'boosted-shallow', estimator: boosted, options: shallow, ...boosting },
    { name: 'boosted-deep', estimator: boosted, options: deep, ...boosting },
    ...(categories ? [{ name: 'boosted-by-frequency', estimator: coded, options: deep, ...boosting }] : []),
    freeLinear,
    ...(few
      ? [
          { name: 'boosted-free', estimator: categories ? coded : boosted, options: free, ...boosting },
          asIs(randomForest),
          { ...asIs(extraTrees), options: randomDivisions },
        ]
      : []),
    ...(rowCount >= rowsForNeural && few ? [asIs(neural)] : []),
  ];
}

/**
 * Small steps and random parts of rows and columns are what boosting gains most from (Friedman 2002, Stochastic
 * gradient boosting); how many features act together is what differs between tables, so two sizes of trees are tried.
 */
const stochastic = { rowShare: 0.7, featureShare: 0.6, rounds: 1500, patience: 50 };
const shallow = { ...stochastic, learningRate: 0.05, maxLeaves: 4 };
const deep = { ...stochastic, learningRate: 0.03, maxLeaves: 15, l2: 5, minChildRows: 20 };
/** Smaller trees that are held back less, of more rows each: right where labels follow the features closely. */
const free = {
  ...stochastic,
  rowShare: 0.85,
  learningRate: 0.03,
  maxLeaves: 10,
  l2: 2,
  minChildRows: 10,
  minChildWeight: 1,
};
/** What the draws of one run decide is averaged away in the model that is kept. */
const boosting = { choosesRounds: true, finally: { bags: 3 } } as const;
/** Thresholds drawn at random leave room to look at more features per node, and ask for larger leaves. */
const randomDivisions = { featuresPerNode: 'third', minLeafRows: 5 };
