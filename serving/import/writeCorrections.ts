import { Problem } from '../../base/problem.ts';
import { recordCorrection } from '../../feedback/corrections.ts';
import { resolveRows } from './resolveRows.ts';
import type { Status } from './upsertFacts.ts';
import { type BatchResult, recordedAtDefault, type Writable, type WriteContext } from './writeContext.ts';

/**
 * What people said about calls, one after the other in the order it became known: each moves the call's link.
 * Corrections are few beside calls, so they take the same way as a single one over HTTP.
 */
export async function writeCorrections(
  context: WriteContext,
  rows: readonly Writable<'corrections'>[],
): Promise<BatchResult> {
  const { client, companyId } = context;
  const found = await resolveRows(context, rows, { callExternalId: 'call', customerExternalId: 'customer' });
  const known = await recordedCorrections(context, rows);
  const refusals = [...found.refusals];
  const statuses: Status[] = [];
  const ordered = found.resolved
    .map(({ row, ids }) => ({
      row,
      ids,
      recordedAt: row.recordedAt ?? recordedAtDefault(context, row.occurredAt),
    }))
    .sort((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime());
  for (const { row, ids, recordedAt } of ordered) {
    const callId = ids.callExternalId!;
    const toCustomerId = ids.customerExternalId ?? null;
    const earlier = known.get(row.externalId);
    if (earlier?.callId === callId && earlier.toCustomerId === toCustomerId) {
      statuses.push('unchanged');
      continue;
    }
    try {
      await recordCorrection(
        client,
        {
          companyId,
          callId,
          toCustomerId,
          reviewer: row.reviewer ?? 'unknown',
          note: row.note ?? null,
          externalId: row.externalId,
          occurredAt: row.occurredAt,
        },
        recordedAt,
      );
      statuses.push('imported');
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'conflict')) throw error;
      const reason = 'is the id of another correction; a changed mind is a new correction with its own id';
      refusals.push({ line: row.line, field: 'externalId', value: row.externalId, reason });
    }
  }
  return { statuses, refusals };
}

async function recordedCorrections(
  { client, companyId }: WriteContext,
  rows: readonly { externalId: string }[],
) {
  const { rows: found } = await client.query<{
    externalId: string;
    callId: string;
    toCustomerId: string | null;
  }>(
    `select external_id as "externalId", call_id as "callId", to_customer_id as "toCustomerId"
     from link_correction where company_id = $1 and external_id = any($2)`,
    [companyId, rows.map(({ externalId }) => externalId)],
  );
  return new Map(found.map((row) => [row.externalId, row]));
}
