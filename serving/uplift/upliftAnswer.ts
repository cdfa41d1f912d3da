import type { MetricWithInterval } from '../../models/metrics/interval.ts';
import { beatsRandom, decisiveShare, type TreatmentJudgement } from './judgeUplift.ts';
import type { ExperimentFile } from './readExperiments.ts';

/** What the command answers with --json. */
export function upliftAnswer(
  file: ExperimentFile,
  judgements: readonly TreatmentJudgement[],
): Record<string, unknown> {
  return {
    control: file.control,
    treatments: judgements.map((judgement) => {
      const { treatment, experiment, showings } = judgement;
      return {
        treatment,
        rows: experiment.rowCount,
        treated: experiment.treated.reduce((sum, each) => sum + each, 0),
        averageEffect: showings[0]!.report.averageEffect,
        learner: showings[0]!.learner.name,
        betterThanRandom: beatsRandom(showings[0]!.report),
        verdict: verdict(judgement),
        learners: Object.fromEntries(
          showings.map(({ learner, report }) => [
            learner.name,
            { qini: report.qini, auuc: report.auuc, upliftAt: report.effectAt },
          ]),
        ),
        warnings: warnings(judgement),
      };
    }),
    notes: file.notes,
  };
}

/** In plain words, by the first learner. */
export function verdict({ treatment, showings }: TreatmentJudgement): string {
  const { learner, report } = showings[0]!;
  const { averageEffect, qini, effectAt } = report;
  const best = effectAt.find(({ share }) => share === decisiveShare)!;
  const effect =
    averageEffect.low > 0
      ? `"${treatment}" raises the outcome by ${withInterval(averageEffect)} on average`
      : averageEffect.high < 0
        ? `"${treatment}" lowers the outcome by ${withInterval(averageEffect)} on average`
        : `"${treatment}" has no effect that could be told from none: ${withInterval(averageEffect)}`;
  const among = `among the ${100 * decisiveShare} % it ranks first the effect is ${withInterval(best)}, the Qini coefficient ${withInterval(qini)}`;
  if (beatsRandom(report)) return `${effect}. Whom it moves most can be told (${learner.title}): ${among}.`;
  const exception = effectAt.find(({ share, low }) => share !== decisiveShare && low > averageEffect.high);
  const but =
    exception === undefined
      ? ''
      : ` Only among its first ${100 * exception.share} % the effect stands out, ${withInterval(exception)}; that is one of several shares looked at, so try it on new people before relying on it.`;
  return `${effect}. Whom it moves most cannot be told: as a whole the order of the ${learner.title} is no better than a random one (${among}). Treat all or none, or a random part.${but}`;
}

export function warnings({ imbalances, treatment }: TreatmentJudgement): string[] {
  const [first] = imbalances;
  if (first === undefined) return [];
  return [
    `The assignment to "${treatment}" was not random, or not with these propensities: the arms differ in ${imbalances.length} features or categories, most in ${first.feature} (by ${first.difference.toFixed(2)} standard deviations). Differences in outcome may be theirs and not the treatment's.`,
  ];
}

export const withInterval = ({ value, low, high }: MetricWithInterval): string =>
  `${value.toPrecision(3)} (95 %: ${low.toPrecision(3)} to ${high.toPrecision(3)})`;
