import { uuid } from '../../base/uuid.ts';
import { temporaryFollows } from '../../feedback/entities/temporaryFollows.ts';
import { type CopyValue, stageRows } from '../../prisma/copyRows.ts';
import { noteEvidence } from '../../prisma/repositories/resolutionQueue.ts';
import type { WriteContext } from './writeContext.ts';

export interface ImportedLink {
  readonly callId: string;
  /** The call was written in this very transaction: it has no links yet. */
  readonly isNew: boolean;
  readonly customerId: string;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
}

interface Standing {
  readonly callId: string;
  readonly customerId: string;
  readonly source: string;
  readonly recordedAt: Date;
  readonly retractedAt: Date | null;
}

/**
 * Makes the source's word the call's link. Repeating what the source said before changes nothing, whatever has
 * happened to the call since; what a person said stands against the source. Returns the calls whose link changed.
 */
export async function writeImportedLinks(
  { client, companyId, now }: WriteContext,
  links: readonly ImportedLink[],
): Promise<Set<string>> {
  const history = new Map<string, Standing[]>();
  const corrected = new Set<string>();
  const known = links.filter(({ isNew }) => !isNew).map(({ callId }) => callId);
  if (known.length > 0) {
    await client.query(
      'select 1 from call where company_id = $1 and id = any($2::uuid[]) order by id for no key update',
      [companyId, known],
    );
    const { rows } = await client.query<Standing>(
      `select call_id as "callId", customer_id as "customerId", source, recorded_at as "recordedAt",
         retracted_at as "retractedAt"
       from identity_link where company_id = $1 and call_id = any($2::uuid[]) order by recorded_at, id`,
      [companyId, known],
    );
    for (const row of rows) history.set(row.callId, [...(history.get(row.callId) ?? []), row]);
    const people = await client.query<{ callId: string }>(
      `select distinct call_id as "callId" from link_correction
       where company_id = $1 and call_id = any($2::uuid[]) and undone_at is null`,
      [companyId, known],
    );
    for (const { callId } of people.rows) corrected.add(callId);
  }
  const fresh = links.flatMap((link) => {
    const past = history.get(link.callId) ?? [];
    if (corrected.has(link.callId)) return [];
    if (past.findLast(({ source }) => source === 'import')?.customerId === link.customerId) return [];
    const last = past.at(-1)?.recordedAt;
    return [{ ...link, recordedAt: last !== undefined && last > link.recordedAt ? last : link.recordedAt }];
  });
  if (fresh.length === 0) return new Set();
  await stageRows(
    client,
    'staged_link',
    {
      id: 'uuid',
      call_id: 'uuid',
      customer_id: 'uuid',
      occurred_at: 'timestamptz',
      recorded_at: 'timestamptz',
    },
    fresh.map((link): CopyValue[] => [
      uuid(),
      link.callId,
      link.customerId,
      link.occurredAt,
      link.recordedAt,
    ]),
    'call_id',
  );
  await client.query(
    `update identity_link l set retracted_at = greatest(l.recorded_at, s.recorded_at) from staged_link s
     where l.company_id = $1 and l.call_id = s.call_id and l.retracted_at is null`,
    [companyId],
  );
  await client.query(
    `insert into identity_link (id, company_id, call_id, customer_id, occurred_at, recorded_at, source)
     select id, $1, call_id, customer_id, occurred_at, recorded_at, 'import' from staged_link`,
    [companyId],
  );
  await noteEvidence(
    client,
    companyId,
    fresh.map(({ customerId }) => customerId),
    now,
  );
  const { rows: temporary } = await client.query<{ callId: string }>(
    `select distinct call_id as "callId" from identity_link
     where company_id = $1 and call_id = any($2::uuid[]) and source = 'provisional' order by call_id`,
    [companyId, fresh.filter(({ isNew }) => !isNew).map(({ callId }) => callId)],
  );
  for (const { callId } of temporary) await temporaryFollows(client, companyId, callId, 'import', now);
  return new Set(fresh.map(({ callId }) => callId));
}
