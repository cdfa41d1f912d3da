import { writeSnapshots } from './attributeSnapshots.ts';
import { writeIdentifiers } from './customerIdentifiers.ts';
import { claimFields } from './rowSchema.ts';
import { type FactColumn, upsertFacts } from './upsertFacts.ts';
import { type BatchResult, recordedAtDefault, type Writable, type WriteContext } from './writeContext.ts';

type Row = Writable<'customers'>;

/** Customers, with their identity evidence and attributes. */
export async function writeCustomers(context: WriteContext, rows: readonly Row[]): Promise<BatchResult> {
  const columns: FactColumn<Row>[] = [
    { name: 'display_name', type: 'text', value: displayName },
    {
      name: 'occurred_at',
      type: 'timestamptz',
      value: (row) => row.occurredAt ?? undefined,
      otherwise: (row) => row.recordedAt ?? context.now,
    },
    {
      name: 'recorded_at',
      type: 'timestamptz',
      value: (row) => row.recordedAt ?? undefined,
      otherwise: (row) => recordedAtDefault(context, row.occurredAt),
    },
  ];
  const written = await upsertFacts(context.client, context.companyId, 'customer', columns, rows);
  // What a known customer's row newly says is known from now on, not from when they became a customer.
  const moments = (row: Row) => {
    const first = row.recordedAt ?? recordedAtDefault(context, row.occurredAt);
    const isNew = written.get(row.externalId)!.status === 'imported';
    const recordedAt = isNew ? first : (row.recordedAt ?? context.now);
    return { recordedAt, occurredAt: isNew ? (row.occurredAt ?? recordedAt) : recordedAt };
  };
  const idOf = (row: Row) => written.get(row.externalId)!.id;
  const known = await writeIdentifiers(
    context,
    rows
      .filter((row) => claimFields.some((field) => row[field] != null))
      .map((row) => ({ customerId: idOf(row), claims: row, ...moments(row) })),
  );
  const described = await writeSnapshots(
    context,
    'customer',
    rows
      .filter((row) => row.attributes != null)
      .map((row) => ({ subjectId: idOf(row), attributes: row.attributes!, ...moments(row) })),
  );
  const statuses = rows.map((row) => {
    const { id, status } = written.get(row.externalId)!;
    return status === 'unchanged' && (known.has(id) || described.has(id)) ? 'updated' : status;
  });
  return {
    statuses,
    refusals: [],
    changedCustomers: rows.filter((_, index) => statuses[index] !== 'unchanged').map(idOf),
  };
}

function displayName(row: Row): string | null | undefined {
  if (row.displayName != null) return row.displayName;
  const parts = [row.givenName, row.familyName].filter((part) => part != null).join(' ');
  return row.name ?? (parts === '' ? row.displayName : parts);
}
