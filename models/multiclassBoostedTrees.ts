import { Problem } from '../base/problem.ts';
import { type BoostedTreesOptions, checkBoostedTreesOptions } from './boosting/boostedTreesOptions.ts';
import { fitBoosted } from './boosting/fitBoosted.ts';
import { type MulticlassTreesData, multiclassTreesModel } from './boosting/multiclassTreesModel.ts';
import { softmaxObjective } from './boosting/objective.ts';
import { checkMulticlassDataset } from './checkDataset.ts';
import { type ClassWeights, classFactors, timesFactors } from './classWeights.ts';
import type { MulticlassEstimator, MulticlassModel } from './estimator.ts';
import { type LabelledRows, labelledRows } from './labelledRows.ts';
import type { MulticlassDataset } from './table.ts';

export interface MulticlassBoostedTreesOptions extends BoostedTreesOptions {
  /** Of the named classes. Default: rows count alike. */
  readonly classWeights?: ClassWeights;
  /** Chooses the number of rounds by these rows, of the same columns and classes, instead of a part held out. */
  readonly validation?: MulticlassDataset;
}

export interface MulticlassBoostedTreesData extends MulticlassTreesData {
  readonly kind: 'multiclass-boosted-trees';
}

/** As boosted trees of two classes, with softmax loss: every round grows one tree per class. */
export const multiclassBoostedTrees: MulticlassEstimator<MulticlassBoostedTreesOptions> = {
  name: 'boosted-trees',
  task: 'multiclass',
  async fit(dataset, options = {}) {
    checkMulticlassDataset(dataset);
    if (options.validation !== undefined) checkMulticlassDataset(options.validation);
    checkBoostedTreesOptions(options);
    if (options.monotone !== undefined)
      throw new Problem('invalid_input', 'Scores of several classes cannot all rise or fall.', {
        findings: [{ path: 'monotone', message: 'not with several classes' }],
        remedy: 'Leave the constraints out, or learn one class against the rest.',
      });
    const { classes } = dataset;
    const learned = labelledRows(dataset);
    // Rows of `validation` weigh as those learned from: their own shares of the classes do not matter.
    const factors = classFactors(learned.weights, learned.target, classes, options.classWeights);
    const weigh = (rows: LabelledRows): LabelledRows => ({
      ...rows,
      weights: timesFactors(rows.weights, rows.target, factors),
    });
    const { features, baseScores, forest } = await fitBoosted(
      {
        outputs: classes.length,
        classCount: classes.length,
        minChildWeight: 3,
        objective: (labels, grower) => softmaxObjective(classes.length, labels, grower),
      },
      weigh(learned),
      options,
      options.validation && weigh(labelledRows(options.validation)),
    );
    options.onProgress?.(1);
    return multiclassBoostedTreesModel({
      kind: 'multiclass-boosted-trees',
      classes: [...classes],
      features,
      baseScores,
      forest,
    });
  },
};

/** @throws Problem not_fitted when the data holds no fitted model */
export function multiclassBoostedTreesModel(data: MulticlassBoostedTreesData): MulticlassModel {
  return multiclassTreesModel(data, 'log-odds');
}
