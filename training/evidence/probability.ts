import type { Queryable } from '../../prisma/queryable.ts';
import type { ExperimentRecord } from '../../prisma/repositories/experiments.ts';
import { type ArmComparison, armDifference, meanOf } from '../compareArms.ts';
import type { Arm } from '../experiments.ts';

/** How far ahead each task's probability looks, where it stands in the result, and what makes it true. */
const question = {
  churn: { days: 30, probability: 'risk30', yes: 'churned' },
  lead_score: { days: 60, probability: 'probability', yes: 'converted' },
} as const;

/**
 * The arms of an experiment on a probability by the log-loss of what was answered, over answers whose horizon
 * has passed. What comes true sooner does not count sooner: before the end of the horizon mostly the answers
 * that came true are known, and the arm that states higher probabilities would look better whatever it knows.
 * A company that has never reported such an outcome gives no evidence. Each unit counts once, with its first
 * answer.
 */
export async function probabilityEvidence(
  client: Queryable,
  experiment: ExperimentRecord & { readonly task: string },
  now: Date,
): Promise<ArmComparison> {
  const { days, probability, yes } = question[experiment.task as keyof typeof question];
  const { rows } = await client.query<{ arm: Arm; probability: number; happened: boolean }>(
    `select arm, probability, happened from (
       select distinct on (p.subject_id) p.arm, (p.result ->> $4)::float8 as probability,
         exists (select 1 from outcome o where o.company_id = $1 and o.subject_type = p.subject_type
           and o.subject_id = p.subject_id and o.kind = $5 and o.recorded_at <= $3
           and (o.retracted_at is null or o.retracted_at > $3)
           and o.occurred_at > p.as_of and o.occurred_at <= p.as_of + $6 * interval '1 day') as happened,
         p.as_of + $6 * interval '1 day' <= $3 as passed
       from prediction p
       where p.company_id = $1 and p.experiment_id = $2 and p.arm is not null and p.recorded_at <= $3
         and p.result ->> $4 is not null
       order by p.subject_id, p.recorded_at, p.id
     ) answer where passed and exists (
       select 1 from outcome o where o.company_id = $1 and o.kind = $5 and o.recorded_at <= $3
         and (o.retracted_at is null or o.retracted_at > $3))`,
    [experiment.companyId, experiment.id, now, probability, yes, days],
  );
  const losses = (arm: Arm) =>
    rows.filter((row) => row.arm === arm).map((row) => logLoss(row.probability, row.happened));
  return {
    loss: 'Log-loss',
    champion: { units: losses('champion').length, metrics: { logLoss: meanOf(losses('champion')) } },
    challenger: { units: losses('challenger').length, metrics: { logLoss: meanOf(losses('challenger')) } },
    difference: armDifference(losses('challenger'), losses('champion')),
  };
}

/** Bounded, so that one confident mistake does not decide alone. */
function logLoss(probability: number, happened: boolean): number {
  const bounded = Math.min(1 - 1e-6, Math.max(1e-6, probability));
  return -Math.log(happened ? bounded : 1 - bounded);
}
