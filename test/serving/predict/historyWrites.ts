import { SettableClock } from '../../../base/clock.ts';
import { Problem } from '../../../base/problem.ts';
import type { Random } from '../../../base/random.ts';
import { uuid } from '../../../base/uuid.ts';
import { recordCorrection, undoCorrection } from '../../../feedback/corrections.ts';
import { mergeCustomers } from '../../../feedback/entities/merge.ts';
import { separateCustomer } from '../../../feedback/entities/separate.ts';
import { writeAutomaticLink } from '../../../feedback/identityLinks.ts';
import type { Database } from '../../../prisma/database.ts';
import type { Queryable } from '../../../prisma/queryable.ts';
import { correctionsOfCall } from '../../../prisma/repositories/corrections.ts';
import { insertEnrichment } from '../../../prisma/repositories/enrichments.ts';
import { findByExternalId } from '../../../prisma/repositories/references.ts';
import { transaction } from '../../../prisma/transaction.ts';
import type { ImportEntity } from '../../../serving/import/entity.ts';
import { importRows } from '../../../serving/import/importRows.ts';

/** How many customers, leads, calls ... of each a company of these tests has, by the keys k0, k1, ... */
export const each = 4;
const facts = 6;
const minute = 60_000;

export interface World {
  readonly database: Database;
  readonly companyId: string;
  /** Ids by key. */
  readonly customers: readonly string[];
  readonly leads: readonly string[];
}

const keys = (count: number) => Array.from({ length: count }, (_, index) => `k${index}`);

/** A company with people, leads and calls, and nothing that happened yet. */
export async function newWorld(database: Database, companyId: string, start: Date): Promise<World> {
  const occurredAt = start.toISOString();
  const write = (entity: ImportEntity, rows: readonly object[]) =>
    rowsAt({ database, companyId }, start, entity, rows);
  await write(
    'customers',
    keys(each).map((externalId) => ({ externalId, occurredAt })),
  );
  await write(
    'leads',
    keys(each).map((externalId) => ({ externalId, occurredAt })),
  );
  await write(
    'calls',
    keys(each).map((externalId) => ({ externalId, occurredAt })),
  );
  const idsOf = (noun: 'customer' | 'lead') =>
    Promise.all(
      keys(each).map(async (key) => (await findByExternalId(database.pool, companyId, noun, key))!),
    );
  return { database, companyId, customers: await idsOf('customer'), leads: await idsOf('lead') };
}

/** Imports rows as of a moment. */
export async function rowsAt(
  { database, companyId }: Pick<World, 'database' | 'companyId'>,
  now: Date,
  entity: ImportEntity,
  rows: readonly object[],
): Promise<void> {
  const clock = new SettableClock(now);
  const { rejected } = await importRows({ database, companyId, entity, rows, clock });
  if (rejected.length > 0) throw new Error(`${entity}: ${JSON.stringify(rejected[0])}`);
}

export type HistoryWrite = (world: World, random: Random, now: Date) => Promise<void>;

const key = (random: Random, count = each) => `k${random.integer(count)}`;
/** Now, or days ago: what is imported is often late. */
const happened = (random: Random, now: Date) =>
  new Date(now.getTime() - (random.integer(3) === 0 ? random.integer(40 * 1440) * minute : 0)).toISOString();
const rows =
  (entity: ImportEntity, row: (random: Random, now: Date) => object): HistoryWrite =>
  (world, random, now) =>
    rowsAt(world, now, entity, [row(random, now)]);
const inTransaction =
  (work: (client: Queryable, world: World, random: Random, now: Date) => Promise<unknown>): HistoryWrite =>
  async (world, random, now) => {
    try {
      await transaction(world.database, (client) => work(client, world, random, now));
    } catch (error) {
      // Not every merge and every correction is possible at any time.
      if (!(error instanceof Problem)) throw error;
    }
  };

/** The keys are few, so that what is known changes as often as something is added. */
export const historyWrites: Readonly<Record<string, HistoryWrite>> = {
  transaction: rows('transactions', (random, now) => ({
    externalId: key(random, facts),
    customerExternalId: key(random),
    amount: random.integer(10_000) / 100,
    product: key(random, 2),
    occurredAt: happened(random, now),
  })),
  'transaction nobody repeats': rows('transactions', (random, now) => ({
    customerExternalId: key(random),
    amount: random.integer(10_000) / 100,
    occurredAt: now.toISOString(),
  })),
  'many transactions': (world, random, now) =>
    rowsAt(
      world,
      now,
      'transactions',
      Array.from({ length: 120 }, (_, index) => ({
        externalId: `many${index}`,
        customerExternalId: key(random),
        amount: random.integer(10_000) / 100,
        occurredAt: happened(random, now),
      })),
    ),
  call: rows('calls', (random, now) => ({
    externalId: key(random),
    durationSeconds: random.integer(600),
    service: key(random, 2),
    occurredAt: happened(random, now),
  })),
  'call with its customer': rows('calls', (random, now) => ({
    externalId: key(random),
    customerExternalId: key(random),
    occurredAt: happened(random, now),
  })),
  appointment: rows('appointments', (random, now) => ({
    externalId: key(random, facts),
    ...(random.integer(2) === 0 ? { customerExternalId: key(random) } : { leadExternalId: key(random) }),
    status: ['booked', 'attended', 'cancelled', 'no_show'][random.integer(4)]!,
    scheduledAt: new Date(now.getTime() + (random.integer(20) - 5) * 1440 * minute).toISOString(),
    occurredAt: happened(random, now),
  })),
  'when an appointment was made': rows('appointments', (random, now) => ({
    externalId: key(random, 2),
    scheduledAt: '2025-03-20T10:00:00Z',
    occurredAt: happened(random, now),
  })),
  interaction: rows('interactions', (random, now) => ({
    externalId: key(random, facts),
    ...(random.integer(3) === 0 ? { customerExternalId: key(random) } : { leadExternalId: key(random) }),
    action: ['call', 'email', 'offer'][random.integer(3)]!,
    direction: ['outbound', 'inbound'][random.integer(2)]!,
    occurredAt: happened(random, now),
  })),
  outcome: rows('outcomes', (random, now) => ({
    externalId: key(random, facts),
    subjectType: ['lead', 'customer'][random.integer(2)]!,
    subjectExternalId: key(random),
    kind: ['responded', 'no_response', 'converted'][random.integer(3)]!,
    value: random.integer(100),
    occurredAt: happened(random, now),
  })),
  'attributes of a customer': rows('customers', (random) => ({
    externalId: key(random),
    attributes: { tier: key(random, 3), size: random.integer(9) },
  })),
  'beginning of a customer': rows('customers', (random, now) => ({
    externalId: key(random),
    occurredAt: happened(random, now),
  })),
  lead: rows('leads', (random, now) => ({
    externalId: key(random),
    customerExternalId: random.integer(4) === 0 ? null : key(random),
    source: key(random, 2),
    value: random.integer(1000),
    attributes: { color: key(random, 3) },
    occurredAt: happened(random, now),
  })),
  'beginning of a lead': rows('leads', (random, now) => ({
    externalId: key(random),
    occurredAt: happened(random, now),
  })),
  enrichment: async ({ database, companyId, customers, leads }, random, now) => {
    const subjectType = (['customer', 'lead'] as const)[random.integer(2)]!;
    await insertEnrichment(database.pool, {
      companyId,
      subjectType,
      subjectId: (subjectType === 'customer' ? customers : leads)[random.integer(each)]!,
      source: ['register', 'directory'][random.integer(2)]!,
      attributes: { rooms: random.integer(5) },
      occurredAt: now,
      recordedAt: now,
    });
  },
  link: inTransaction(async (client, { companyId, customers }, random, now) =>
    writeAutomaticLink(
      client,
      {
        companyId,
        callId: (await findByExternalId(client, companyId, 'call', key(random)))!,
        customerId: random.integer(4) === 0 ? null : customers[random.integer(each)]!,
        source: 'model',
        probability: 0.5 + random.integer(50) / 100,
        predictionId: uuid(),
      },
      now,
    ),
  ),
  correction: inTransaction(async (client, { companyId, customers }, random, now) =>
    recordCorrection(
      client,
      {
        companyId,
        callId: (await findByExternalId(client, companyId, 'call', key(random)))!,
        toCustomerId: customers[random.integer(each)]!,
        reviewer: 'ruth',
        externalId: uuid(),
        occurredAt: now,
      },
      now,
    ),
  ),
  'correction taken back': inTransaction(async (client, { companyId }, random, now) => {
    const call = (await findByExternalId(client, companyId, 'call', key(random)))!;
    const standing = (await correctionsOfCall(client, companyId, call)).findLast(({ undoneAt }) => !undoneAt);
    if (standing) await undoCorrection(client, companyId, standing.id, now, 'ruth');
  }),
  merge: inTransaction(async (client, { companyId, customers }, random, now) =>
    mergeCustomers(
      client,
      {
        companyId,
        customerId: customers[random.integer(each)]!,
        intoId: customers[random.integer(each)]!,
        source: 'person',
        actor: 'ruth',
        occurredAt: now,
      },
      now,
    ),
  ),
  'merge taken back': inTransaction(async (client, { companyId, customers }, random, now) =>
    separateCustomer(client, { companyId, customerId: customers[random.integer(each)]!, actor: 'ruth' }, now),
  ),
  erasure: async ({ database, companyId, customers, leads }, random) => {
    const of = [companyId, customers[random.integer(each)]!];
    await database.pool.query('delete from transaction where company_id = $1 and customer_id = $2', of);
    await database.pool.query('delete from identity_link where company_id = $1 and customer_id = $2', of);
    await database.pool.query(
      `delete from attribute_snapshot where company_id = $1 and subject_id in ($2, $3)`,
      [...of, leads[random.integer(each)]!],
    );
    await database.pool.query(
      'delete from interaction i where company_id = $1 and customer_id = $2 and not exists (select 1 from outcome o where o.interaction_id = i.id)',
      of,
    );
  },
};
