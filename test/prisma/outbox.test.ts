import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import type { Database } from '../../prisma/database.ts';
import { listen } from '../../prisma/listen.ts';
import {
  appendOutbox,
  type OutboxEntry,
  outboxChannel,
  outboxEnd,
  pruneOutbox,
  readOutbox,
} from '../../prisma/outbox.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import { transaction } from '../../prisma/transaction.ts';
import { seedCompany, testDatabase } from '../support/database.ts';

let db: Database;
let companyId: string;
beforeAll(async () => {
  db = await testDatabase();
  companyId = (await seedCompany(db)).id;
});
afterAll(() => db.close());

const recordedAt = new Date('2026-01-01T00:00:00Z');
const append = (client: Queryable, subject: string) =>
  appendOutbox(client, { companyId, topic: 'customer.changed', subject, recordedAt });
const subjects = (entries: readonly OutboxEntry[]) => entries.map(({ subject }) => subject);

async function begun(): Promise<pg.PoolClient> {
  const client = await db.pool.connect();
  await client.query('BEGIN');
  return client;
}

async function end(client: pg.PoolClient, how: 'COMMIT' | 'ROLLBACK'): Promise<void> {
  await client.query(how);
  client.release();
}

describe('readOutbox', () => {
  test('delivers what was committed since the cursor, once', async () => {
    const start = await outboxEnd(db.pool);
    await append(db.pool, 'a');
    await transaction(db, async (client) => {
      await append(client, 'b');
      await append(client, 'c');
    });
    const first = await readOutbox(db.pool, start);
    expect(first.entries[0]).toEqual({ companyId, topic: 'customer.changed', subject: 'a', recordedAt });
    expect(subjects(first.entries)).toEqual(['a', 'b', 'c']);
    const second = await readOutbox(db.pool, first.cursor);
    expect(second.entries).toEqual([]);
    await append(db.pool, 'd');
    expect(subjects((await readOutbox(db.pool, second.cursor)).entries)).toEqual(['d']);
  });

  test('misses nothing of a transaction that took its id early and committed late', async () => {
    const start = await outboxEnd(db.pool);
    const early = await begun();
    await append(early, 'early');
    await append(db.pool, 'late');
    const first = await readOutbox(db.pool, start);
    // Not held up by the transaction that is under way.
    expect(subjects(first.entries)).toEqual(['late']);
    await end(early, 'COMMIT');
    const second = await readOutbox(db.pool, first.cursor);
    expect(subjects(second.entries)).toEqual(['early']);
    expect((await readOutbox(db.pool, second.cursor)).entries).toEqual([]);
  });

  test('delivers nothing of a transaction that was rolled back', async () => {
    const start = await outboxEnd(db.pool);
    const client = await begun();
    await append(client, 'never');
    const first = await readOutbox(db.pool, start);
    await end(client, 'ROLLBACK');
    expect([...first.entries, ...(await readOutbox(db.pool, first.cursor)).entries]).toEqual([]);
  });

  test('delivers each entry of many interleaved transactions exactly once', async () => {
    let cursor = await outboxEnd(db.pool);
    const seen: string[] = [];
    const read = async () => {
      const { entries, cursor: next } = await readOutbox(db.pool, cursor);
      seen.push(...subjects(entries));
      cursor = next;
    };
    const expected: string[] = [];
    const writers = Array.from({ length: 3 }, async (_, writer) => {
      for (let n = 0; n < 20; n++) {
        expected.push(`${writer}-${n}`);
        await transaction(db, async (client) => {
          await append(client, `${writer}-${n}`);
          await client.query('SELECT pg_sleep($1)', [((writer * 7 + n * 3) % 5) / 1000]);
        });
      }
    });
    let writing = true;
    const all = Promise.all(writers).finally(() => {
      writing = false;
    });
    while (writing) await read();
    await all;
    await read();
    expect(seen.toSorted()).toEqual(expected.toSorted());
  });
});

describe('pruneOutbox', () => {
  test('deletes what is older', async () => {
    const start = await outboxEnd(db.pool);
    await append(db.pool, 'old');
    expect(await pruneOutbox(db.pool, recordedAt)).toBe(0);
    expect(await pruneOutbox(db.pool, new Date(recordedAt.getTime() + 1))).toBeGreaterThan(0);
    expect((await readOutbox(db.pool, start)).entries).toEqual([]);
  });
});

test('who listens is woken by commits, and after a lost connection, to read what was missed', async () => {
  let cursor = await outboxEnd(db.pool);
  const heard: string[] = [];
  const errors: Error[] = [];
  let woken = 0;
  const listening = await listen({
    url: db.url,
    channel: outboxChannel,
    onWake: () => {
      woken += 1;
    },
    onError: (error) => errors.push(error),
  });
  let handled = 0;
  // Reads when woken only: a wake that is missing would never end.
  const until = async (subject: string) => {
    for (; !heard.includes(subject); await sleep(5)) {
      if (handled === woken) continue;
      handled = woken;
      const { entries, cursor: next } = await readOutbox(db.pool, cursor);
      heard.push(...subjects(entries));
      cursor = next;
    }
  };
  try {
    await append(db.pool, 'first');
    await until('first');
    await transaction(db, async (client) => {
      await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'linkloop listen'`,
      );
      await append(client, 'while away');
    });
    await until('while away');
    await append(db.pool, 'back');
    await until('back');
    expect(heard).toEqual(['first', 'while away', 'back']);
    expect(errors.length).toBeGreaterThan(0);
  } finally {
    await listening.close();
  }
  const last = woken;
  await append(db.pool, 'afterwards');
  await sleep(50);
  expect(woken).toBe(last);
});
