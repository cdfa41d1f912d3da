import type { FitOptions } from '../estimator.ts';
import { kFolds } from '../folds.ts';
import { selectTableRows } from '../selectRows.ts';
import { selectExperiment } from './arms.ts';
import type { Experiment, UpliftLearner } from './upliftLearner.ts';

/**
 * The effect of treatment on each row, by a learner that has not seen the row: what an honest Qini curve is drawn of.
 * Folds keep the shares of the arms.
 * @throws Problem as the learner does
 */
export async function crossFittedEffects(
  experiment: Experiment,
  learner: UpliftLearner,
  { folds: count = 3, onProgress, ...options }: FitOptions & { readonly folds?: number } = {},
): Promise<Float64Array> {
  const { rowCount, treated } = experiment;
  const folds = kFolds({ rowCount, folds: count, seed: options.seed ?? 7, strata: treated });
  const effects = new Float64Array(rowCount);
  for (const [index, { train, test }] of folds.entries()) {
    const model = await learner.fit(selectExperiment(experiment, train), options);
    model.effects(selectTableRows(experiment, test)).forEach((effect, at) => {
      effects[test[at]!] = effect;
    });
    onProgress?.((index + 1) / folds.length);
  }
  return effects;
}
