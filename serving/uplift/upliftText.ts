import { table } from '../commands/table.ts';
import { shares, type TreatmentJudgement } from './judgeUplift.ts';
import { verdict, warnings, withInterval } from './upliftAnswer.ts';

/** The judgements for people. */
export function upliftText(judgements: readonly TreatmentJudgement[]): string {
  return [
    table(judgements.flatMap(upliftRows)),
    '',
    ...judgements.flatMap((judgement) => [
      verdict(judgement),
      ...warnings(judgement).map((warning) => `Warning: ${warning}`),
    ]),
  ].join('\n');
}

/** A row per learner. */
export function upliftRows({
  treatment,
  experiment,
  showings,
}: TreatmentJudgement): Record<string, string>[] {
  return showings.map(({ learner, report }) => ({
    treatment,
    rows: String(experiment.rowCount),
    learner: learner.title,
    'average effect': withInterval(report.averageEffect),
    Qini: withInterval(report.qini),
    AUUC: withInterval(report.auuc),
    ...Object.fromEntries(
      shares.map((share) => [
        `effect at ${100 * share} %`,
        withInterval(report.effectAt.find((each) => each.share === share)!),
      ]),
    ),
  }));
}
