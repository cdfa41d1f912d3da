import { writeSnapshots } from './attributeSnapshots.ts';
import { resolveRows } from './resolveRows.ts';
import { type FactColumn, upsertFacts } from './upsertFacts.ts';
import { type BatchResult, recordedAtDefault, type Writable, type WriteContext } from './writeContext.ts';

type Row = Writable<'leads'> & { readonly customerId?: string | null | undefined };

/** Leads, with their attributes. */
export async function writeLeads(
  context: WriteContext,
  rows: readonly Writable<'leads'>[],
): Promise<BatchResult> {
  const { resolved, refusals } = await resolveRows(context, rows, { customerExternalId: 'customer' });
  const kept: Row[] = resolved.map(({ row, ids }) => ({ ...row, customerId: ids.customerExternalId }));
  const columns: FactColumn<Row>[] = [
    { name: 'customer_id', type: 'uuid', value: (row) => row.customerId },
    { name: 'source', type: 'text', value: (row) => row.source },
    { name: 'value', type: 'double precision', value: (row) => row.value },
    { name: 'occurred_at', type: 'timestamptz', value: (row) => row.occurredAt },
    {
      name: 'recorded_at',
      type: 'timestamptz',
      value: (row) => row.recordedAt ?? undefined,
      otherwise: (row) => recordedAtDefault(context, row.occurredAt),
    },
  ];
  const written = await upsertFacts(context.client, context.companyId, 'lead', columns, kept, {
    table: 'lead',
    now: context.now,
  });
  const described = await writeSnapshots(
    context,
    'lead',
    kept
      .filter((row) => row.attributes != null)
      .map((row) => {
        const { id, status } = written.get(row.externalId)!;
        const isNew = status === 'imported';
        const first = recordedAtDefault(context, row.occurredAt);
        const recordedAt = row.recordedAt ?? (isNew ? first : context.now);
        return {
          subjectId: id,
          attributes: row.attributes!,
          occurredAt: isNew ? row.occurredAt : recordedAt,
          recordedAt,
        };
      }),
  );
  const statuses = kept.map((row) => {
    const { id, status } = written.get(row.externalId)!;
    return status === 'unchanged' && described.has(id) ? 'updated' : status;
  });
  return { statuses, refusals };
}
