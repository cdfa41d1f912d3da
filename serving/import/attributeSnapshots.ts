import { canonicalJson, sha256 } from '../../base/hash.ts';
import { uuid } from '../../base/uuid.ts';
import { type CopyValue, stageRows } from '../../prisma/copyRows.ts';
import type { WriteContext } from './writeContext.ts';

export interface NewSnapshot {
  readonly subjectId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
}

/**
 * Writes the snapshots that differ from the one in force at their time; one recorded at the very same moment is
 * replaced. Returns the subjects that got a new one.
 */
export async function writeSnapshots(
  { client, companyId }: WriteContext,
  subjectType: 'customer' | 'lead',
  snapshots: readonly NewSnapshot[],
): Promise<Set<string>> {
  if (snapshots.length === 0) return new Set();
  await stageRows(
    client,
    'staged_snapshot',
    {
      id: 'uuid',
      subject_id: 'uuid',
      attributes: 'jsonb',
      hash: 'text',
      occurred_at: 'timestamptz',
      recorded_at: 'timestamptz',
    },
    (function* (): Generator<CopyValue[]> {
      for (const { subjectId, attributes, occurredAt, recordedAt } of snapshots) {
        const text = canonicalJson(attributes);
        yield [uuid(), subjectId, text, sha256(text), occurredAt, recordedAt];
      }
    })(),
    'subject_id',
  );
  await client.query(
    `delete from attribute_snapshot a using staged_snapshot s
     where a.company_id = $1 and a.subject_type = $2::subject_type and a.subject_id = s.subject_id
       and a.source is null and a.recorded_at = s.recorded_at and a.hash <> s.hash`,
    [companyId, subjectType],
  );
  const { rows } = await client.query<{ id: string }>(
    `insert into attribute_snapshot (id, company_id, subject_type, subject_id, attributes, hash, occurred_at, recorded_at)
     select s.id, $1, $2::subject_type, s.subject_id, s.attributes, s.hash, s.occurred_at, s.recorded_at
     from staged_snapshot s
     left join lateral (
       select a.hash from attribute_snapshot a
       where a.company_id = $1 and a.subject_type = $2::subject_type and a.subject_id = s.subject_id
         and a.source is null and a.recorded_at <= s.recorded_at
       order by a.recorded_at desc, a.id desc limit 1
     ) standing on true
     where standing.hash is distinct from s.hash
     on conflict do nothing
     returning subject_id as id`,
    [companyId, subjectType],
  );
  return new Set(rows.map(({ id }) => id));
}
