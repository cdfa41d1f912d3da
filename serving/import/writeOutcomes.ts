import { resolveRows } from './resolveRows.ts';
import { type FactColumn, upsertFacts } from './upsertFacts.ts';
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
  const columns: FactColumn<Row>[] = [
    { name: 'subject_type', type: 'subject_type', value: (row) => row.subjectType },
    { name: 'subject_id', type: 'uuid', value: (row) => row.subjectId },
    { name: 'kind', type: 'text', value: (row) => row.kind },
    { name: 'value', type: 'double precision', value: (row) => row.value },
    { name: 'interaction_id', type: 'uuid', value: (row) => row.interactionId },
    { name: 'prediction_id', type: 'uuid', value: (row) => row.predictionId },
    { name: 'occurred_at', type: 'timestamptz', value: (row) => row.occurredAt },
    {
      name: 'recorded_at',
      type: 'timestamptz',
      value: (row) => row.recordedAt ?? undefined,
      otherwise: (row) => recordedAtDefault(context, row.occurredAt),
    },
  ];
  const written = await upsertFacts(context.client, context.companyId, 'outcome', columns, kept);
  return { statuses: kept.map(({ externalId }) => written.get(externalId)!.status), refusals };
}
