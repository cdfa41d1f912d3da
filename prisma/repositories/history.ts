import { prepared } from '../prepared.ts';
import type { Queryable } from '../queryable.ts';
import type { Entity, HistoryRecord } from './historyRecord.ts';
import { ms, readSource } from './historySources.ts';

interface Core {
  readonly id: string;
  readonly occurredAt: number;
  readonly recordedAt: number;
}

/**
 * The histories of some customers or leads of one company, in id order; unknown ids are left out. Everything
 * recorded is returned, whenever it became known. One query per source, however many ids.
 */
export async function loadHistories(
  client: Queryable,
  companyId: string,
  entity: Entity,
  ids: readonly string[],
): Promise<HistoryRecord[]> {
  const text = `select id::text, ${ms('occurred_at')} as "occurredAt", ${ms('recorded_at')} as "recordedAt"
     from ${entity} where company_id = $1 and id = any($2::uuid[]) order by id`;
  const values = [companyId, ids];
  const { rows: cores } = await (ids.length === 1
    ? prepared<Core>(client, text, values)
    : client.query<Core>(text, values));
  if (cores.length === 0) return [];
  // One after the other: a transaction has one connection.
  const leadVersions =
    entity === 'lead' ? await readSource(client, companyId, entity, 'leadVersions', ids) : undefined;
  const transactions = await readSource(client, companyId, entity, 'transactions', ids);
  const calls = await readSource(client, companyId, entity, 'calls', ids);
  const appointments = await readSource(client, companyId, entity, 'appointments', ids);
  const interactions = await readSource(client, companyId, entity, 'interactions', ids);
  const outcomes = await readSource(client, companyId, entity, 'outcomes', ids);
  const attributes = await readSource(client, companyId, entity, 'attributes', ids);
  return cores.map(({ id, occurredAt, recordedAt }) => ({
    entity,
    id,
    occurredAt,
    recordedAt,
    leadVersions: leadVersions?.get(id) ?? [],
    transactions: transactions.get(id) ?? [],
    calls: calls.get(id) ?? [],
    appointments: appointments.get(id) ?? [],
    interactions: interactions.get(id) ?? [],
    outcomes: outcomes.get(id) ?? [],
    attributes: attributes.get(id) ?? [],
  }));
}

/** The history of one customer or lead; undefined: the company has none of that id. */
export async function loadHistory(
  client: Queryable,
  companyId: string,
  entity: Entity,
  id: string,
): Promise<HistoryRecord | undefined> {
  return (await loadHistories(client, companyId, entity, [id]))[0];
}

/**
 * The histories of all customers (merged and erased ones left out) or all leads of a company, in id order, `pageSize`
 * in memory at a time. Give it the client of a repeatable-read transaction for one consistent picture.
 */
export async function* streamHistories(
  client: Queryable,
  companyId: string,
  entity: Entity,
  pageSize = 1000,
): AsyncGenerator<HistoryRecord> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await client.query<{ id: string }>(
      `select id::text from ${entity} where company_id = $1 and id > $2::uuid
         ${entity === 'customer' ? "and status <> 'merged'" : ''}
         and not exists (select 1 from erasure e where e.company_id = $1
           and e.subject_type = '${entity}' and e.subject_id = ${entity}.id)
         order by id limit $3`,
      [companyId, after, pageSize],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield* await loadHistories(
      client,
      companyId,
      entity,
      rows.map(({ id }) => id),
    );
    after = last.id;
  }
}
