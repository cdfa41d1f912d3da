import type pg from 'pg';
import { uuid } from '../../base/uuid.ts';
import { type CopyValue, stageRows } from '../../prisma/copyRows.ts';
import { addVersions, type VersionedTable } from './addVersions.ts';

export type Status = 'imported' | 'updated' | 'unchanged';

/** One column of a fact table. A value of undefined leaves what is stored as it is. */
export interface FactColumn<R> {
  readonly name: string;
  readonly type: string;
  readonly value: (row: R) => CopyValue | undefined;
  /** Value of a new record whose row says nothing. */
  readonly otherwise?: (row: R) => CopyValue;
}

export interface Written {
  readonly id: string;
  readonly status: Status;
}

/**
 * Inserts new records and updates those whose row differs, by external id; equal ones are not touched. External
 * ids must be distinct. The column `recorded_at` never moves later: what was known does not become unknown by being
 * delivered again. Records of a `versioned` table also keep what they said before.
 */
export async function upsertFacts<R extends { readonly externalId: string }>(
  client: pg.PoolClient,
  companyId: string,
  table: string,
  columns: readonly FactColumn<R>[],
  rows: readonly R[],
  versioned?: { readonly table: VersionedTable; readonly now: Date },
): Promise<Map<string, Written>> {
  const types = Object.fromEntries(columns.map(({ name, type }) => [name, type]));
  await stageRows(
    client,
    'staged_fact',
    { id: 'uuid', external_id: 'text', given: 'integer', ...types },
    stagedRows(columns, rows),
    'external_id',
  );
  const isGiven = (bit: number) => `s.given & ${1 << bit} <> 0`;
  const earliest = (name: string, known: string, told: string) =>
    name === 'recorded_at' ? `least(${known}, ${told})` : told;
  const effective = columns.map(
    ({ name }, bit) =>
      `case when ${isGiven(bit)} then ${earliest(name, `e.${name}`, `s.${name}`)}
       else coalesce(e.${name}, s.${name}) end as ${name}`,
  );
  const names = columns.map(({ name }) => name);
  const list = (prefix: string) => names.map((name) => `${prefix}.${name}`).join(', ');
  const { rows: changed } = await client.query<{ id: string; externalId: string; inserted: boolean }>(
    `insert into "${table}" as known (id, company_id, external_id, ${names.join(', ')})
     select n.id, $1, n.external_id, ${list('n')}
     from (
       select s.id, s.external_id, e.id as existing, ${effective.join(', ')}
       from staged_fact s left join "${table}" e on e.company_id = $1 and e.external_id = s.external_id
     ) n left join "${table}" e on e.id = n.existing
     where n.existing is null or (${list('n')}) is distinct from (${list('e')})
     on conflict (company_id, external_id) do update set
       ${names.map((name) => `${name} = ${earliest(name, `known.${name}`, `excluded.${name}`)}`).join(', ')}
     where (${list('known')}) is distinct from (${list('excluded')})
     returning id, external_id as "externalId", xmax = 0 as inserted`,
    [companyId],
  );
  if (versioned) {
    const updated = changed.filter(({ inserted }) => !inserted).map(({ id }) => id);
    const dated = isGiven(names.indexOf('recorded_at'));
    await addVersions(client, versioned.table, updated, { table: 'staged_fact', dated }, versioned.now);
  }
  const { rows: ids } = await client.query<{ externalId: string; id: string }>(
    `select t.external_id as "externalId", t.id from staged_fact s
     join "${table}" t on t.company_id = $1 and t.external_id = s.external_id`,
    [companyId],
  );
  const status = new Map(
    changed.map((row) => [row.externalId, row.inserted ? 'imported' : 'updated'] as const),
  );
  return new Map(
    ids.map((row) => [row.externalId, { id: row.id, status: status.get(row.externalId) ?? 'unchanged' }]),
  );
}

function* stagedRows<R extends { readonly externalId: string }>(
  columns: readonly FactColumn<R>[],
  rows: readonly R[],
): Generator<CopyValue[]> {
  for (const row of rows) {
    let given = 0;
    const values = columns.map(({ value, otherwise }, bit) => {
      const found = value(row);
      if (found !== undefined) given |= 1 << bit;
      return found === undefined ? (otherwise?.(row) ?? null) : found;
    });
    yield [uuid(), row.externalId, given, ...values];
  }
}
