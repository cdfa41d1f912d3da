import type { VersionedTable } from './addVersions.ts';
import { bookedFirst } from './bookedFirst.ts';
import { type ReferenceFields, resolveRows } from './resolveRows.ts';
import { type FactColumn, upsertFacts } from './upsertFacts.ts';
import { type BatchResult, recordedAtDefault, type Writable, type WriteContext } from './writeContext.ts';

type Event = 'appointments' | 'interactions' | 'transactions';
type Resolved<E extends Event> = Writable<E> & {
  readonly ids: Readonly<Record<string, string | null | undefined>>;
};

const recordedAt = <R extends { recordedAt?: Date | null | undefined; occurredAt?: Date | null | undefined }>(
  context: WriteContext,
): FactColumn<R> => ({
  name: 'recorded_at',
  type: 'timestamptz',
  value: (row) => row.recordedAt ?? undefined,
  otherwise: (row) => recordedAtDefault(context, row.occurredAt),
});

const reference = <R extends { ids: Readonly<Record<string, string | null | undefined>> }>(
  name: string,
  field: string,
): FactColumn<R> => ({ name, type: 'uuid', value: (row) => row.ids[field] });

export async function writeAppointments(
  context: WriteContext,
  rows: readonly Writable<'appointments'>[],
): Promise<BatchResult> {
  type Row = Resolved<'appointments'>;
  // Unknown when it was booked: not before anybody could have known, so from its own time on.
  const booked = (row: Row) =>
    row.occurredAt ?? row.recordedAt ?? (context.recordedAtDefault === 'now' ? context.now : row.scheduledAt);
  const result = await write(
    context,
    'appointment',
    { customerExternalId: 'customer', leadExternalId: 'lead', callExternalId: 'call' },
    [
      reference<Row>('customer_id', 'customerExternalId'),
      reference<Row>('lead_id', 'leadExternalId'),
      reference<Row>('call_id', 'callExternalId'),
      { name: 'service', type: 'text', value: (row) => row.service },
      { name: 'status', type: 'text', value: (row) => row.status ?? undefined, otherwise: () => 'booked' },
      { name: 'scheduled_at', type: 'timestamptz', value: (row) => row.scheduledAt },
      {
        name: 'occurred_at',
        type: 'timestamptz',
        value: (row) => row.occurredAt ?? undefined,
        otherwise: booked,
      },
      {
        name: 'recorded_at',
        type: 'timestamptz',
        value: (row) => row.recordedAt ?? undefined,
        otherwise: (row) => recordedAtDefault(context, booked(row)),
      },
    ],
    rows,
    { table: 'appointment', now: context.now },
  );
  await bookedFirst(context, result.newIds);
  return result;
}

export async function writeInteractions(
  context: WriteContext,
  rows: readonly Writable<'interactions'>[],
): Promise<BatchResult> {
  type Row = Resolved<'interactions'>;
  return write(
    context,
    'interaction',
    { leadExternalId: 'lead', customerExternalId: 'customer' },
    [
      reference<Row>('lead_id', 'leadExternalId'),
      reference<Row>('customer_id', 'customerExternalId'),
      { name: 'action', type: 'text', value: (row) => row.action },
      {
        name: 'direction',
        type: 'text',
        value: (row) => row.direction ?? undefined,
        otherwise: () => 'outbound',
      },
      { name: 'propensity', type: 'double precision', value: (row) => row.propensity },
      { name: 'prediction_id', type: 'uuid', value: (row) => row.predictionId },
      {
        name: 'attributes',
        type: 'jsonb',
        value: (row) => (row.attributes == null ? undefined : JSON.stringify(row.attributes)),
        otherwise: () => '{}',
      },
      { name: 'occurred_at', type: 'timestamptz', value: (row) => row.occurredAt },
      recordedAt<Row>(context),
    ],
    rows,
  );
}

export async function writeTransactions(
  context: WriteContext,
  rows: readonly Writable<'transactions'>[],
): Promise<BatchResult> {
  type Row = Resolved<'transactions'>;
  return write(
    context,
    'transaction',
    { customerExternalId: 'customer' },
    [
      reference<Row>('customer_id', 'customerExternalId'),
      { name: 'amount', type: 'double precision', value: (row) => row.amount },
      { name: 'product', type: 'text', value: (row) => row.product },
      { name: 'occurred_at', type: 'timestamptz', value: (row) => row.occurredAt },
      recordedAt<Row>(context),
    ],
    rows,
  );
}

async function write<R extends { readonly line: number; readonly externalId: string }>(
  context: WriteContext,
  table: string,
  references: ReferenceFields,
  columns: readonly FactColumn<R & { ids: Readonly<Record<string, string | null | undefined>> }>[],
  rows: readonly R[],
  versioned?: { readonly table: VersionedTable; readonly now: Date },
): Promise<BatchResult & { newIds: readonly string[] }> {
  const { resolved, refusals } = await resolveRows(context, rows, references);
  const kept = resolved.map(({ row, ids }) => ({ ...row, ids }));
  const written = await upsertFacts(context.client, context.companyId, table, columns, kept, versioned);
  const newIds = [...written.values()].filter(({ status }) => status === 'imported').map(({ id }) => id);
  return { statuses: kept.map(({ externalId }) => written.get(externalId)!.status), refusals, newIds };
}
