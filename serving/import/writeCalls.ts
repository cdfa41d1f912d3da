import { type TranscriptClaims, transcriptClaims } from '../../features/transcripts/transcriptClaims.ts';
import { keepUnlinkedOpen } from '../../feedback/entities/openCalls.ts';
import { writeImportedLinks } from './importedLinks.ts';
import { resolveRows } from './resolveRows.ts';
import { claimFields } from './rowSchema.ts';
import { type FactColumn, upsertFacts } from './upsertFacts.ts';
import { type BatchResult, recordedAtDefault, type Writable, type WriteContext } from './writeContext.ts';

type Row = Writable<'calls'>;

/** Calls, with the links to customers their source delivers. */
export async function writeCalls(context: WriteContext, rows: readonly Row[]): Promise<BatchResult> {
  const { resolved, refusals } = await resolveRows(context, rows, { customerExternalId: 'customer' });
  const { region } = context;
  const columns: FactColumn<Row>[] = [
    { name: 'occurred_at', type: 'timestamptz', value: (row) => row.occurredAt },
    {
      name: 'recorded_at',
      type: 'timestamptz',
      value: (row) => row.recordedAt ?? undefined,
      otherwise: (row) => recordedAtDefault(context, row.occurredAt),
    },
    { name: 'duration_seconds', type: 'double precision', value: (row) => row.durationSeconds },
    { name: 'service', type: 'text', value: (row) => row.service },
    {
      name: 'claims',
      type: 'jsonb',
      value: claims,
      otherwise: (row) => JSON.stringify(fromTranscript(row, region)?.claims ?? {}),
    },
    { name: 'transcript', type: 'text', value: (row) => row.transcript },
    {
      name: 'attributes',
      type: 'jsonb',
      value: (row) => (row.attributes == null ? undefined : JSON.stringify(row.attributes)),
      otherwise: (row) => {
        const added = fromTranscript(row, region);
        return JSON.stringify(added === null ? {} : { extractedClaims: added.extracted });
      },
    },
  ];
  const kept = resolved.map(({ row }) => row);
  const written = await upsertFacts(context.client, context.companyId, 'call', columns, kept);
  const linked = await writeImportedLinks(
    context,
    resolved.flatMap(({ row, ids }) => {
      const customerId = ids.customerExternalId;
      if (customerId == null) return [];
      const { id, status } = written.get(row.externalId)!;
      const isNew = status === 'imported';
      const known = row.recordedAt ?? (isNew ? recordedAtDefault(context, row.occurredAt) : context.now);
      return [{ callId: id, isNew, customerId, occurredAt: row.occurredAt, recordedAt: known }];
    }),
  );
  const statuses = kept.map((row) => {
    const { id, status } = written.get(row.externalId)!;
    return status === 'unchanged' && linked.has(id) ? 'updated' : status;
  });
  const changedCalls = kept
    .filter((_, index) => statuses[index] !== 'unchanged')
    .map((row) => written.get(row.externalId)!.id);
  // A first load is history: to resolve years of calls again would put them all before people.
  if (context.recordedAtDefault === 'now')
    await keepUnlinkedOpen(context.client, { id: context.companyId, region }, changedCalls);
  return { statuses, refusals, changedCalls };
}

function claims(row: Row): string | undefined {
  const entries = claimFields.flatMap((field) => (row[field] == null ? [] : [[field, row[field]]]));
  const mentioned = claimFields.some((field) => row[field] !== undefined);
  return mentioned ? JSON.stringify(Object.fromEntries(entries)) : undefined;
}

/** Claims of a new call whose source says nothing about the caller but what the transcript holds. */
function fromTranscript(row: Row, region: string): TranscriptClaims | null {
  if (row.transcript == null || claimFields.some((field) => row[field] != null)) return null;
  return transcriptClaims({}, row.transcript, { region });
}
