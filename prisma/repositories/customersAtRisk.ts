import type { Queryable } from '../queryable.ts';
import type { PageEnd } from './page.ts';
import { stillThere } from './stillThere.ts';

/** What a churn answer says, as far as the ranking needs it. */
export interface RiskResult {
  readonly risk30: number;
  readonly risk60: number;
  /** Absent in answers from before there was such a number. */
  readonly alreadyGone?: number | null;
  readonly segment: 'high' | 'medium' | 'low';
  readonly lifetimeValue: number;
  readonly valueAtRisk: number;
  readonly persuadability: { readonly value: number; readonly basis: 'own' | 'company' | 'neutral' };
}

export interface CustomerAtRisk {
  readonly customerId: string;
  readonly customerExternalId: string | null;
  readonly predictionId: string;
  readonly result: RiskResult;
  /** Value at risk times persuadability. */
  readonly priority: number;
  readonly asOf: Date;
}

/**
 * The newest churn answer about each customer since a moment, greatest priority first, ties by id; those after `after`
 * in that order. Whoever has left is left out.
 */
export async function customersAtRisk(
  client: Queryable,
  companyId: string,
  page: {
    readonly minimumRisk: number;
    readonly since: Date;
    readonly now: Date;
    readonly limit: number;
    readonly after: PageEnd | null;
  },
): Promise<CustomerAtRisk[]> {
  const { rows } = await client.query<CustomerAtRisk>(
    `select newest.*, s.external_id as "customerExternalId" from (
       select distinct on (p.subject_id) p.subject_id as "customerId", p.id as "predictionId", p.result, p.as_of as "asOf",
         (p.result ->> 'valueAtRisk')::float8 * (p.result -> 'persuadability' ->> 'value')::float8 as priority
       from prediction p where p.company_id = $1 and p.task = 'churn' and p.recorded_at >= $2
       order by p.subject_id, p.recorded_at desc, p.id desc
     ) newest join customer s on s.company_id = $1 and s.id = newest."customerId"
     where (result ->> 'risk60')::float8 >= $3 and priority is not null and ${stillThere('customer', '$7')}
       and ($4::float8 is null or (priority, "customerId") < ($4, $5::uuid))
     order by priority desc, "customerId" desc limit $6`,
    [
      companyId,
      page.since,
      page.minimumRisk,
      page.after?.key ?? null,
      page.after?.id ?? null,
      page.limit,
      page.now,
    ],
  );
  return rows;
}
