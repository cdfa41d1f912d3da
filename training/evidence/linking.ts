import type { Queryable } from '../../prisma/queryable.ts';
import type { ExperimentRecord } from '../../prisma/repositories/experiments.ts';
import { type ArmComparison, type ArmShowing, armDifference, shareOf } from '../compareArms.ts';
import type { Arm } from '../experiments.ts';
import { costOfAnswer } from '../linkCost.ts';

interface AnsweredCall {
  readonly arm: Arm;
  readonly decision: string;
  readonly customerId: string | null;
  readonly corrected: boolean;
  readonly rightCustomerId: string | null;
}

/**
 * The arms of a linking experiment by what people said about their calls (corrections in the CRM and review
 * decisions, the newest that is not undone). Calls that left nothing to go by are left out. A link nobody
 * corrected counts as right: people find wrong links equally often in both arms, so the comparison is fair
 * where the rates are too low.
 */
export async function linkingEvidence(
  client: Queryable,
  experiment: ExperimentRecord,
  now: Date,
): Promise<ArmComparison> {
  const { rows } = await client.query<AnsweredCall>(
    `select distinct on (p.subject_id) p.arm, p.result ->> 'decision' as decision,
       p.result ->> 'customerId' as "customerId", c.id is not null as corrected,
       c.to_customer_id as "rightCustomerId"
     from prediction p
     left join lateral (
       select id, to_customer_id from link_correction
       where company_id = $1 and call_id = p.subject_id and recorded_at <= $3
         and (undone_at is null or undone_at > $3)
       order by recorded_at desc, id desc limit 1
     ) c on true
     where p.company_id = $1 and p.experiment_id = $2 and p.arm is not null and p.recorded_at <= $3
       and p.result ->> 'decision' <> 'unlinked'
     order by p.subject_id, p.recorded_at, p.id`,
    [experiment.companyId, experiment.id, now],
  );
  const of = (arm: Arm) => rows.filter((row) => row.arm === arm);
  return {
    loss: 'Cost per call',
    champion: showing(of('champion')),
    challenger: showing(of('challenger')),
    difference: armDifference(of('challenger').map(costOf), of('champion').map(costOf)),
  };
}

const isWrong = (call: AnsweredCall) => call.corrected && call.rightCustomerId !== call.customerId;

/** Where nobody said anything, the answer counts as right. */
const costOf = (call: AnsweredCall): number =>
  costOfAnswer(call.decision, call.customerId, call.corrected ? call.rightCustomerId : call.customerId);

function showing(calls: readonly AnsweredCall[]): ArmShowing {
  const automatic = calls.filter((call) => call.decision === 'link');
  const wrong = automatic.filter(isWrong).length;
  return {
    units: calls.length,
    metrics: {
      wrongLinkRate: shareOf(wrong, automatic.length),
      automaticShare: shareOf(automatic.length, calls.length),
      correctLinkShare: shareOf(automatic.length - wrong, calls.length),
      reviewShare: shareOf(calls.filter((call) => call.decision === 'review').length, calls.length),
    },
  };
}
