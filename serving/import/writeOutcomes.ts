import { recordOutcomes } from '../../prisma/repositories/outcomes.ts';
import { resolveRows } from './resolveRows.ts';
import { type BatchResult, recordedAtDefault, type Writable, type WriteContext } from './writeContext.ts';

type Row = Writable<'outcomes'> & {
  readonly subjectId: string;
  readonly interactionId: string | null | undefined;
};

/** What became of leads, customers and calls. */
export async function writeOutcomes(
  context: WriteContext,
  rows: readonly Writable<'outcomes'>[],
): Promise<BatchResult> {
  const refusals: BatchResult['refusals'][number][] = [];
  const kept: Row[] = [];
  for (const subjectType of ['lead', 'customer', 'call'] as const) {
    const found = await resolveRows(
      context,
      rows.filter((row) => row.subjectType === subjectType),
      { subjectExternalId: subjectType, interactionExternalId: 'interaction' },
    );
    refusals.push(...found.refusals);
    for (const { row, ids } of found.resolved) {
      kept.push({
        ...row,
        subjectId: ids.subjectExternalId!,
        interactionId: ids.interactionExternalId,
      });
    }
  }
  const written = await recordOutcomes(
    context.client,
    context.companyId,
    kept.map((row) => ({
      ...row,
      recordedAt: row.recordedAt ?? recordedAtDefault(context, row.occurredAt),
      changedAt: row.recordedAt ?? undefined,
    })),
    context.now,
  );
  return { statuses: written.map(({ status }) => status), refusals };
}
