import { Problem } from '../base/problem.ts';
import { boostedTreesModel } from './boosting/boostedTreesModel.ts';
import { type BoostedTreesOptions, checkBoostedTreesOptions } from './boosting/boostedTreesOptions.ts';
import { fitBoosted } from './boosting/fitBoosted.ts';
import { objectiveOf } from './boosting/objective.ts';
import { checkDataset } from './checkDataset.ts';
import { type ClassWeights, classFactors, timesFactors } from './classWeights.ts';
import type { Estimator, Model } from './estimator.ts';
import { type LabelledRows, labelledRows } from './labelledRows.ts';
import { logisticLoss } from './losses/logisticLoss.ts';
import type { Loss } from './losses/loss.ts';
import { poissonLoss } from './losses/poissonLoss.ts';
import { quantileLoss } from './losses/quantileLoss.ts';
import { squaredLoss } from './losses/squaredLoss.ts';
import { tweedieLoss } from './losses/tweedieLoss.ts';
import type { Dataset } from './table.ts';

interface SingleScoreOptions extends BoostedTreesOptions {
  /** Chooses the number of rounds by these rows, of the same columns, instead of a part held out. */
  readonly validation?: Dataset;
}

export interface BoostedClassifierOptions extends SingleScoreOptions {
  /** Of the classes '0' and '1'. Default: rows count alike. */
  readonly classWeights?: ClassWeights;
}

export interface BoostedRegressorOptions extends SingleScoreOptions {
  /** What to minimise; see models/losses. Default 'squared'. */
  readonly loss?: 'squared' | 'poisson' | 'tweedie' | 'quantile';
  /** For the Tweedie loss, in (1, 2). Default 1.5. */
  readonly tweediePower?: number;
  /** For the quantile loss, in (0, 1). Default 0.5. */
  readonly alpha?: number;
}

/**
 * Boosted trees on histograms of at most 255 bins (128 on few rows): leaf-wise growth, missing values with a learned
 * direction, categories divided by gradient order, infinities as the largest and smallest numbers. Missing and unseen
 * categories share a bin.
 */
export const boostedTreesClassifier: Estimator<BoostedClassifierOptions> = {
  name: 'boosted-trees',
  task: 'classification',
  findsInteractions: true,
  async fit(dataset, options = {}) {
    checkDataset(dataset, 'classification');
    const learned = labelledRows(dataset);
    // Rows of `validation` weigh as those learned from: their own shares of the classes do not matter.
    const factors = classFactors(learned.weights, learned.target, ['0', '1'], options.classWeights);
    const weigh = ({ table, target, weights }: LabelledRows): LabelledRows => ({
      table,
      target,
      weights: timesFactors(weights, target, factors),
    });
    return train(dataset, logisticLoss, options, weigh);
  },
};

/** As the classifier, for numbers, counts, amounts or quantiles. */
export const boostedTreesRegressor: Estimator<BoostedRegressorOptions> = {
  name: 'boosted-trees',
  task: 'regression',
  findsInteractions: true,
  async fit(dataset, options = {}) {
    checkDataset(dataset, 'regression');
    return train(dataset, lossOf(options), options, (rows) => rows);
  },
};

async function train(
  dataset: Dataset,
  loss: Loss,
  options: SingleScoreOptions,
  weigh: (rows: LabelledRows) => LabelledRows,
): Promise<Model> {
  checkBoostedTreesOptions(options);
  checkTargets(dataset, loss, 'target');
  if (options.validation !== undefined) {
    checkDataset(options.validation, 'regression');
    checkTargets(options.validation, loss, 'validation.target');
  }
  if (loss.name === 'quantile' && options.monotone !== undefined)
    throw new Problem('invalid_input', 'Trees for quantiles cannot keep monotone constraints.', {
      findings: [{ path: 'monotone', message: 'not with the quantile loss' }],
      remedy: 'Leave the constraints out, or use another loss.',
    });
  const boosted = await fitBoosted(
    {
      outputs: 1,
      classCount: loss.name === 'logistic' ? 2 : undefined,
      minChildWeight: leastHessian[loss.name],
      objective: (labels, grower) => objectiveOf(loss, labels, grower),
    },
    weigh(labelledRows(dataset)),
    options,
    options.validation && weigh(labelledRows(options.validation)),
  );
  options.onProgress?.(1);
  return boostedTreesModel({
    kind: 'boosted-trees',
    loss: loss.name,
    features: boosted.features,
    baseScore: boosted.baseScores[0]!,
    forest: boosted.forest,
  });
}

/** Default least sum of second derivatives in a leaf, by loss. */
const leastHessian = { logistic: 3, squared: 10, quantile: 10, poisson: 1, tweedie: 1 } as const;

function lossOf({ loss = 'squared', tweediePower, alpha }: BoostedRegressorOptions): Loss {
  switch (loss) {
    case 'squared':
      return squaredLoss;
    case 'poisson':
      return poissonLoss;
    case 'tweedie':
      return tweedieLoss(tweediePower);
    case 'quantile':
      return quantileLoss(alpha);
    default:
      throw new Problem('invalid_input', 'Boosted trees do not know this loss.', {
        findings: [
          {
            path: 'loss',
            message: 'not a loss',
            received: loss,
            allowed: 'squared, poisson, tweedie, quantile',
          },
        ],
      });
  }
}

function checkTargets({ target }: Dataset, { name, targets }: Loss, path: string): void {
  const received = target.find((value) => !targets.allows(value));
  if (received !== undefined)
    throw new Problem('invalid_input', `The ${name} loss is not defined for every target.`, {
      findings: [{ path, message: 'outside the range of the loss', received, allowed: targets.words }],
    });
}
