import type { FitOptions } from '../../models/estimator.ts';
import { type Imbalance, imbalances } from '../../models/uplift/balance.ts';
import { crossFittedEffects } from '../../models/uplift/crossFittedEffects.ts';
import { drLearner } from '../../models/uplift/drLearner.ts';
import { evaluateUplift, type UpliftReport } from '../../models/uplift/evaluateUplift.ts';
import { tLearner } from '../../models/uplift/tLearner.ts';
import type { UpliftLearner } from '../../models/uplift/upliftLearner.ts';
import { xLearner } from '../../models/uplift/xLearner.ts';
import type { ExperimentFile, NamedExperiment } from './readExperiments.ts';

export const learners: readonly UpliftLearner[] = [xLearner, tLearner, drLearner];
/** Shares of the rows at which the effect among the best is told. */
export const shares = [0.1, 0.3, 0.5];
/** By which the verdict is given. */
export const decisiveShare = 0.3;

export interface LearnerShowing {
  readonly learner: UpliftLearner;
  readonly report: UpliftReport;
  /** Per row, out of fold. */
  readonly effects: Float64Array;
}

export interface TreatmentJudgement extends NamedExperiment {
  /** The first is the one the verdict is about: it was chosen before its result was known. */
  readonly showings: readonly LearnerShowing[];
  readonly imbalances: readonly Imbalance[];
}

/**
 * Learns for each treatment whom it moves, and measures how well on rows not learned from.
 * @throws Problem as the learners do
 */
export async function judgeUplift(
  file: ExperimentFile,
  options: FitOptions & { readonly folds: number; readonly learners: readonly UpliftLearner[] },
): Promise<TreatmentJudgement[]> {
  const { learners: wanted, onProgress, ...fit } = options;
  const judgements: TreatmentJudgement[] = [];
  const steps = file.experiments.length * wanted.length;
  for (const [place, named] of file.experiments.entries()) {
    const showings: LearnerShowing[] = [];
    for (const [index, learner] of wanted.entries()) {
      const effects = await crossFittedEffects(named.experiment, learner, {
        ...fit,
        onProgress: (share) => onProgress?.((place * wanted.length + index + share) / steps),
      });
      const { treated, propensity, target } = named.experiment;
      const report = evaluateUplift({ treated, propensity, outcome: target, score: effects }, { shares });
      showings.push({ learner, report, effects });
    }
    judgements.push({ ...named, showings, imbalances: imbalances(named.experiment) });
  }
  return judgements;
}

/**
 * Whether an order finds the people whom the treatment moves: its Qini coefficient is above 0, and the effect among its
 * best 30 % above that on everybody, with 95 % intervals that do not overlap. More than one interval asks, because those
 * know the chance of drawing these rows, but not that of the folds nor that several treatments were looked at.
 */
export function beatsRandom({ qini, effectAt, averageEffect }: UpliftReport): boolean {
  const best = effectAt.find(({ share }) => share === decisiveShare)!;
  return qini.low > 0 && best.low > averageEffect.high;
}
