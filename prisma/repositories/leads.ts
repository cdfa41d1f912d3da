import type { Queryable } from '../queryable.ts';

export interface LeadRecord {
  readonly id: string;
  readonly companyId: string;
  readonly externalId: string | null;
  /** Null: not known who it is. */
  readonly customerId: string | null;
  readonly source: string | null;
  /** What winning it is worth, company currency. */
  readonly value: number | null;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
}

export async function findLead(client: Queryable, companyId: string, id: string): Promise<LeadRecord | null> {
  const { rows } = await client.query<LeadRecord>(
    `select id, company_id as "companyId", external_id as "externalId", customer_id as "customerId", source, value,
       occurred_at as "occurredAt", recorded_at as "recordedAt"
     from lead where company_id = $1 and id = $2`,
    [companyId, id],
  );
  return rows[0] ?? null;
}
