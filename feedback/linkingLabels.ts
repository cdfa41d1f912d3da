import type { Queryable } from '../prisma/queryable.ts';

/** What a person said about one call, with what is needed to learn from it without bias. */
export interface LinkingLabel {
  readonly callId: string;
  /** Null: the caller was not in the customer base. */
  readonly customerId: string | null;
  /** When we learned it. */
  readonly knownAt: Date;
  readonly correctionId: string;
  readonly reviewer: string;
  /** review: answer to a review task; correction: made in the CRM unasked. */
  readonly source: 'review' | 'correction';
  /** Why the task was asked (uncertain, control ...); null: nobody asked. */
  readonly askedFor: string | null;
  /** Probability with which the call was put before a reviewer, in (0, 1]; null: nobody asked. */
  readonly propensity: number | null;
}

/**
 * The labels of the linking task as known at `asOf`: of each call the newest correction (review decisions
 * are corrections too) that was recorded by then and not undone by then. Ordered by the time they were known.
 */
export async function linkingLabels(
  client: Queryable,
  companyId: string,
  asOf: Date,
): Promise<LinkingLabel[]> {
  const { rows } = await client.query<LinkingLabel>(
    `select * from (
       select distinct on (c.call_id) c.call_id as "callId", c.to_customer_id as "customerId",
         c.recorded_at as "knownAt", c.id as "correctionId", c.reviewer,
         case when d.id is null then 'correction' else 'review' end as source,
         t.reason as "askedFor", t.propensity
       from link_correction c
       left join review_decision d on d.correction_id = c.id and d.company_id = c.company_id
       left join review_task t on t.id = d.task_id
       where c.company_id = $1 and c.recorded_at <= $2 and (c.undone_at is null or c.undone_at > $2)
       order by c.call_id, c.recorded_at desc, c.id desc
     ) label order by "knownAt", "correctionId"`,
    [companyId, asOf],
  );
  return rows;
}
