import type { Queryable } from '../../prisma/queryable.ts';
import type { ErasedPerson } from '../../prisma/repositories/erasedPerson.ts';
import {
  namingTables,
  redactAnswers,
  redactAudit,
  rewriteRow,
  rowsNaming,
} from '../../prisma/repositories/erasureMentions.ts';
import {
  type ErasureStep,
  erasureSteps,
  type RowCounts,
  takeSteps,
} from '../../prisma/repositories/erasureSteps.ts';
import { redactMentions } from './redactMentions.ts';
import { subjectHash } from './subjectHash.ts';

/**
 * Deletes a person's rows, and takes them out of the rows of others. May be repeated.
 * @param texts external ids, numbers and addresses by which stored answers may name the person
 * @param steps for tests, that each is needed
 */
export async function eraseRows(
  client: Queryable,
  person: ErasedPerson,
  texts: readonly string[],
  now: Date,
  steps: readonly ErasureStep[] = erasureSteps,
): Promise<{ deleted: RowCounts; redacted: RowCounts }> {
  const { companyId, customers, leads, calls } = person;
  const counts = { deleted: {} as RowCounts, redacted: {} as RowCounts };
  await takeSteps(client, steps, person, now, counts);
  const noted = (table: string, rows: number) => {
    if (rows > 0) counts.redacted[table] = (counts.redacted[table] ?? 0) + rows;
  };
  const gone = new Set(customers);
  for (const table of namingTables) {
    const rows = await rowsNaming(client, companyId, table, customers);
    for (const { id, values } of rows) {
      const kept = Object.entries(values).map(([name, value]) => [name, redactMentions(value, gone)]);
      await rewriteRow(client, table, { id, values: Object.fromEntries(kept) });
    }
    noted(table, rows.length);
  }
  const ids = [...customers, ...leads, ...calls];
  const hashes = new Map(ids.map((id) => [id, subjectHash(companyId, id)]));
  noted('audit_log', await redactAudit(client, companyId, hashes));
  noted('idempotency_key', await redactAnswers(client, companyId, [...ids, ...texts]));
  return counts;
}
