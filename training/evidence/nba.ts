import type { Queryable } from '../../prisma/queryable.ts';
import type { ExperimentRecord } from '../../prisma/repositories/experiments.ts';
import { type ArmComparison, armDifference, meanOf } from '../compareArms.ts';
import type { Arm } from '../experiments.ts';

/**
 * The arms of a next-best-action experiment by reward per lead: what the conversions reported since the lead
 * met its arm were worth, in company currency (the outcome's value, else the lead's, else 1). Leads met their
 * arms side by side, so neither arm has had more time.
 */
export async function nbaEvidence(
  client: Queryable,
  experiment: ExperimentRecord,
  now: Date,
): Promise<ArmComparison> {
  const { rows } = await client.query<{ arm: Arm; reward: number }>(
    `select e.arm, sum(case when o.id is null then 0 else coalesce(o.value, l.value, 1) end)::float8 as reward
     from exposure e
     join lead l on l.company_id = $1 and l.id = e.unit_id
     left join outcome o on o.company_id = $1 and o.subject_type = 'lead' and o.subject_id = e.unit_id
       and o.kind = 'converted' and o.occurred_at >= e.recorded_at and o.recorded_at <= $3
       and (o.retracted_at is null or o.retracted_at > $3)
     where e.company_id = $1 and e.experiment_id = $2 and e.recorded_at <= $3
     group by e.unit_id, e.arm order by e.unit_id`,
    [experiment.companyId, experiment.id, now],
  );
  const rewards = (arm: Arm) => rows.filter((row) => row.arm === arm).map((row) => row.reward);
  const losses = (arm: Arm) => rewards(arm).map((reward) => -reward);
  return {
    loss: 'Forgone reward per lead',
    champion: { units: rewards('champion').length, metrics: { reward: meanOf(rewards('champion')) } },
    challenger: { units: rewards('challenger').length, metrics: { reward: meanOf(rewards('challenger')) } },
    difference: armDifference(losses('challenger'), losses('champion')),
  };
}
