import type { Queryable } from '../queryable.ts';

/** The newest event of one source. */
export interface SourceFreshness {
  readonly source: string;
  /** When it happened, and when the newest was recorded; null: there is none. */
  readonly newestOccurredAt: Date | null;
  readonly newestRecordedAt: Date | null;
}

const sources = {
  transactions: '"transaction"',
  calls: 'call',
  appointments: 'appointment',
  interactions: 'interaction',
  outcomes: 'outcome',
  attributes: 'attribute_snapshot',
} as const;

/** How new a company's data were at `now`, source by source. */
export async function freshness(client: Queryable, companyId: string, now: Date): Promise<SourceFreshness[]> {
  const { rows } = await client.query<SourceFreshness>(
    Object.entries(sources)
      .map(
        ([source, table]) =>
          `select '${source}' as source, max(occurred_at) as "newestOccurredAt", max(recorded_at) as "newestRecordedAt"
             from ${table} where company_id = $1 and recorded_at <= $2 and occurred_at <= $2`,
      )
      .join(' union all '),
    [companyId, now],
  );
  return rows;
}
