import type { Queryable } from '../../prisma/queryable.ts';
import type { ExperimentRecord } from '../../prisma/repositories/experiments.ts';
import { type ArmComparison, armDifference, meanOf } from '../compareArms.ts';
import type { Arm } from '../experiments.ts';
import { type AnsweredUnit, churnOutcomes } from './churnOutcomes.ts';

/** How far ahead each task's probability looks, and where it stands in the result. */
const question = {
  churn: { days: 30, probability: 'risk30' },
  lead_score: { days: 60, probability: 'probability' },
} as const;

/** One unit's first answer, whose horizon has passed. */
interface Answer extends AnsweredUnit {
  readonly arm: Arm;
  readonly probability: number;
}

/**
 * The arms of an experiment on a probability by the log-loss of what was answered, over answers whose horizon
 * has passed. What comes true sooner does not count sooner: before the end of the horizon mostly the answers
 * that came true are known, and the arm that states higher probabilities would look better whatever it knows.
 * What came true is read as the label that models learn: a conversion as it was reported, churn with its silent
 * departures. Each unit counts once, with its first answer.
 */
export async function probabilityEvidence(
  client: Queryable,
  experiment: ExperimentRecord & { readonly task: string },
  now: Date,
): Promise<ArmComparison> {
  const task = experiment.task as keyof typeof question;
  const answers = await passedAnswers(client, experiment, question[task], now);
  const happened =
    task === 'churn'
      ? await churnOutcomes(client, experiment.companyId, answers, now)
      : await conversions(client, experiment.companyId, answers, question[task].days, now);
  const losses = (arm: Arm) =>
    answers.flatMap((answer, index) => {
      const truth = happened[index];
      return answer.arm === arm && typeof truth === 'boolean' ? [logLoss(answer.probability, truth)] : [];
    });
  return {
    loss: 'Log-loss',
    champion: { units: losses('champion').length, metrics: { logLoss: meanOf(losses('champion')) } },
    challenger: { units: losses('challenger').length, metrics: { logLoss: meanOf(losses('challenger')) } },
    difference: armDifference(losses('challenger'), losses('champion')),
  };
}

async function passedAnswers(
  client: Queryable,
  { companyId, id }: ExperimentRecord,
  { days, probability }: { readonly days: number; readonly probability: string },
  now: Date,
): Promise<Answer[]> {
  const { rows } = await client.query<Answer>(
    `select arm, "subjectId", "asOf", probability from (
       select distinct on (p.subject_id) p.arm, p.subject_id as "subjectId", p.as_of as "asOf",
         (p.result ->> $4)::float8 as probability
       from prediction p
       where p.company_id = $1 and p.experiment_id = $2 and p.arm is not null and p.recorded_at <= $3
         and p.result ->> $4 is not null
       order by p.subject_id, p.recorded_at, p.id
     ) answer where "asOf" + $5 * interval '1 day' <= $3 order by "subjectId"`,
    [companyId, id, now, probability, days],
  );
  return rows;
}

/** Whether each lead was won within `days`. A company that has never reported a conversion gives no evidence. */
async function conversions(
  client: Queryable,
  companyId: string,
  answers: readonly AnsweredUnit[],
  days: number,
  now: Date,
): Promise<(boolean | null)[]> {
  const { rows } = await client.query<{ subjectId: string; occurredAt: Date }>(
    `select subject_id as "subjectId", occurred_at as "occurredAt" from outcome
       where company_id = $1 and subject_type = 'lead' and kind = 'converted' and recorded_at <= $2
         and (retracted_at is null or retracted_at > $2)`,
    [companyId, now],
  );
  if (rows.length === 0) return answers.map(() => null);
  const won = new Map<string, number[]>();
  for (const { subjectId, occurredAt } of rows) {
    const times = won.get(subjectId);
    if (times === undefined) won.set(subjectId, [occurredAt.getTime()]);
    else times.push(occurredAt.getTime());
  }
  return answers.map(({ subjectId, asOf }) => {
    const until = asOf.getTime() + days * 86_400_000;
    return (won.get(subjectId) ?? []).some((at) => at > asOf.getTime() && at <= until);
  });
}

/** Bounded, so that one confident mistake does not decide alone. */
function logLoss(probability: number, happened: boolean): number {
  const bounded = Math.min(1 - 1e-6, Math.max(1e-6, probability));
  return -Math.log(happened ? bounded : 1 - bounded);
}
