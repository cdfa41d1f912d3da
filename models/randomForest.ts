import { forestClassifier, forestRegressor, multiclassForest } from './forests/forestEstimators.ts';
import type { ForestDefaults } from './forests/forestOptions.ts';

const classes: ForestDefaults = {
  thresholds: 'best',
  bootstrap: true,
  featuresPerNode: 'sqrt',
  // Pure leaves rank well but are no probabilities (Malley et al. 2012).
  minLeafRows: 10,
};
const numbers: ForestDefaults = { ...classes, featuresPerNode: 'third', minLeafRows: 3 };

/**
 * Random forest (Breiman 2001) on histograms: each tree grows on rows drawn with replacement, looks at some features
 * per node and divides as long as leaves keep `minLeafRows`; the prediction is the mean of the trees' shares of class 1.
 */
export const randomForestClassifier = forestClassifier('random-forest', classes);

/** As the classifier; the prediction is the mean of the trees' means. */
export const randomForestRegressor = forestRegressor('random-forest', numbers);

/** As the classifier, for several classes. */
export const multiclassRandomForest = multiclassForest('random-forest', classes);
