import { forestClassifier, forestRegressor, multiclassForest } from './forests/forestEstimators.ts';
import type { ForestDefaults } from './forests/forestOptions.ts';

const classes: ForestDefaults = {
  thresholds: 'random',
  bootstrap: false,
  featuresPerNode: 'sqrt',
  // Pure leaves rank well but are no probabilities (Malley et al. 2012).
  minLeafRows: 10,
};
const numbers: ForestDefaults = { ...classes, featuresPerNode: 'all', minLeafRows: 3 };

/**
 * Extremely randomised trees (Geurts, Ernst & Wehenkel 2006) on histograms: like a random forest, but each feature
 * looked at has one threshold drawn at random, and all trees see all rows.
 */
export const extraTreesClassifier = forestClassifier('extra-trees', classes);

/** As the classifier; the prediction is the mean of the trees' means. */
export const extraTreesRegressor = forestRegressor('extra-trees', numbers);

/** As the classifier, for several classes. */
export const multiclassExtraTrees = multiclassForest('extra-trees', classes);
