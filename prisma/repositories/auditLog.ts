import type { Queryable } from '../queryable.ts';

/** Who did what; `action` is verb.noun (review.decide), `subject` the id it was done to. */
export interface AuditEntry {
  readonly companyId: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail?: unknown;
  readonly recordedAt: Date;
}

export async function insertAudit(client: Queryable, entry: AuditEntry): Promise<void> {
  await client.query(
    `insert into audit_log (company_id, actor, action, subject, detail, recorded_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      entry.companyId,
      entry.actor,
      entry.action,
      entry.subject,
      JSON.stringify(entry.detail ?? {}),
      entry.recordedAt,
    ],
  );
}
