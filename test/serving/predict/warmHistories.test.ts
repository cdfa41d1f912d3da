import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { computeFeatures } from '../../../features/computeFeatures.ts';
import { checkConsistency } from '../../../features/consistency/checkConsistency.ts';
import { featuresOfTask } from '../../../features/definitions/taskFeatures.ts';
import type { Feature } from '../../../features/feature.ts';
import { loadHistory } from '../../../prisma/repositories/history.ts';
import type { Entity } from '../../../prisma/repositories/historyRecord.ts';
import { type Application, openApplication } from '../../../serving/application.ts';
import { type WarmHistories, warmHistories } from '../../../serving/predict/warmHistories.ts';
import { readSettings } from '../../../serving/settings.ts';
import { everyAggregate } from '../../features/everyAggregate.ts';
import { type TestApi, testApi } from '../../support/api.ts';
import { seedCompany } from '../../support/database.ts';
import { each, historyWrites, newWorld, rowsAt, type World } from './historyWrites.ts';

const start = new Date('2025-03-01T09:00:00Z');
const day = 86_400_000;

let api: TestApi;
let other: Application;
beforeAll(async () => {
  api = await testApi();
  const settings = readSettings({ DATABASE_URL: api.application.database.url, LOG_LEVEL: 'fatal' });
  other = await openApplication(settings, { clock: api.clock, onFirstKey: () => {} });
});
afterAll(async () => {
  await other.close();
  await api.close();
});

const lists: Readonly<Record<Entity, readonly (readonly Feature[])[]>> = {
  customer: [featuresOfTask('churn'), everyAggregate],
  lead: [featuresOfTask('lead_score'), everyAggregate],
};

/** The vectors of warm histories as of a moment, and those of what the database holds. */
async function bothWays(histories: WarmHistories, world: World, entity: Entity, id: string, asOf: number) {
  const { known, freshness } = (await histories.get(world.companyId, entity, id))!;
  const warm = lists[entity].map((features) => known.at(features, asOf));
  const history = (await loadHistory(world.database.pool, world.companyId, entity, id))!;
  const read = lists[entity].map((features) => computeFeatures(features, history, asOf));
  return { warm, read, freshness };
}

const world = async () =>
  newWorld(api.application.database, (await seedCompany(api.application.database)).id, start);

test.each([1, 2])(
  'two processes that write by turns serve what a fresh reading of the history says, to the bit (seed %i)',
  async (seed) => {
    const random = seededRandom(seed);
    const own = await world();
    const writes = Object.entries(historyWrites);
    const freshnesses = new Set<string>();
    let now = start.getTime();
    for (let step = 0; step < 70; step++) {
      const [name, write] = writes[random.integer(writes.length)]!;
      now += random.integer(day);
      const { database } = [api.application, other][random.integer(2)]!;
      await write({ ...own, database }, random, new Date(now));
      // Mostly forward, so that facts are taken in one by one; now and then back.
      const asOf = now + random.integer(1000) - (random.integer(8) === 0 ? random.integer(30 * day) : 0);
      for (const { histories } of [api.application, other]) {
        const entity = (['customer', 'lead'] as const)[random.integer(2)]!;
        const id = (entity === 'customer' ? own.customers : own.leads)[random.integer(each)]!;
        const { warm, read, freshness } = await bothWays(histories, own, entity, id, asOf);
        freshnesses.add(freshness);
        expect({ step, name, vectors: warm }).toEqual({ step, name, vectors: read });
      }
    }
    expect([...freshnesses].sort()).toEqual(['hit', 'miss', 'refresh']);
  },
);

test('what was acknowledged is in the next answer of either process, however much is read and written at once', async () => {
  const own = await world();
  const processes = [api.application, other] as const;
  const features = featuresOfTask('lead_score');
  const asOf = start.getTime() + day;
  const leads = own.leads.slice(0, 2);
  const writes = 10;
  let writing = leads.length;
  const answers = (lead: string) =>
    Promise.all(
      processes.map(async ({ histories }) => {
        const { known } = (await histories.get(own.companyId, 'lead', lead))!;
        return known.at(features, asOf)['interactions.count.direction=outbound'];
      }),
    );
  const write = async (lead: string) => {
    for (let acknowledged = 1; acknowledged <= writes; acknowledged++) {
      await processes[acknowledged % 2]!.database.prisma.interaction.create({
        data: {
          companyId: own.companyId,
          leadId: lead,
          action: 'call',
          occurredAt: start,
          recordedAt: start,
        },
      });
      expect(await answers(lead)).toEqual([acknowledged, acknowledged]);
    }
    writing--;
  };
  const read = async (lead: string) => {
    while (writing > 0) await answers(lead);
  };
  /** Has everything read anew, so that what is written meets readings under way. */
  const move = async (lead: string) => {
    for (let times = 1; writing > 0; times++)
      await api.application.database.prisma.lead.update({
        where: { id: lead },
        data: { occurredAt: new Date(start.getTime() + times) },
      });
  };
  await Promise.all(leads.flatMap((lead) => [write(lead), read(lead), move(lead)]));
});

test('a change that is noted while a history is being read is in the next answer', async () => {
  const own = await world();
  const { pool, prisma } = api.application.database;
  const lead = own.leads[0]!;
  const call = () =>
    prisma.interaction.create({
      data: { companyId: own.companyId, leadId: lead, action: 'call', occurredAt: start, recordedAt: start },
    });
  let between: (() => Promise<unknown>) | undefined;
  const query = async (...asked: Parameters<typeof pool.query>) => {
    const answer = await pool.query(...asked);
    if (between !== undefined && JSON.stringify(asked).includes('join interaction')) {
      const work = between;
      between = undefined;
      await work();
    }
    return answer;
  };
  const histories = warmHistories({ pool: { query } as never }, 1000);
  const next = async () => {
    const { known, freshness } = (await histories.get(own.companyId, 'lead', lead))!;
    return { freshness, events: known.events };
  };
  const meanwhile = async () => {
    await call();
    await histories.catchUp();
  };
  between = meanwhile;
  expect(await next()).toEqual({ freshness: 'miss', events: 0 });
  expect(await next()).toEqual({ freshness: 'refresh', events: 1 });
  await call();
  between = meanwhile;
  expect(await next()).toEqual({ freshness: 'refresh', events: 2 });
  expect(await next()).toEqual({ freshness: 'refresh', events: 3 });
  expect(await next()).toEqual({ freshness: 'hit', events: 3 });
});

describe('a cache', () => {
  test('keeps what was used last, within its limit', async () => {
    const own = await world();
    const { database } = api.application;
    // Room for two without events, by what a history costs beside them.
    const small = warmHistories(database, 160);
    const use = async (customer: number) =>
      (await small.get(own.companyId, 'customer', own.customers[customer]!))!.freshness;
    expect([await use(0), await use(1), await use(0), await use(2)]).toEqual(['miss', 'miss', 'hit', 'miss']);
    expect(small.size.histories).toBe(2);
    expect([await use(0), await use(1)]).toEqual(['hit', 'miss']);
    const none = warmHistories(database, 0);
    for (let again = 0; again < 2; again++)
      expect((await none.get(own.companyId, 'lead', own.leads[0]!))!.freshness).toBe('miss');
    expect(none.size).toEqual({ histories: 0, events: 0 });
  });

  test('answers a company nothing of another, and nothing of nobody', async () => {
    const [own, others] = [await world(), await world()];
    const { histories } = api.application;
    const lead = own.leads[0]!;
    expect(await histories.get(own.companyId, 'lead', lead)).toBeDefined();
    const { size } = histories;
    expect(await histories.get(others.companyId, 'lead', lead)).toBeUndefined();
    expect(await histories.get(own.companyId, 'customer', lead)).toBeUndefined();
    expect(histories.size).toEqual(size);
  });

  test('lets go of somebody who is erased, without being asked for them', async () => {
    const own = await world();
    const histories = warmHistories(other.database, 1000);
    await rowsAt(own, start, 'transactions', [
      { customerExternalId: 'k0', amount: 5, occurredAt: start.toISOString() },
    ]);
    await histories.get(own.companyId, 'customer', own.customers[0]!);
    expect(histories.size).toEqual({ histories: 1, events: 1 });
    await api.application.database.pool.query(
      `insert into erasure (company_id, subject_type, subject_id, actor, recorded_at)
       values ($1, 'customer', $2, 'ruth', now())`,
      [own.companyId, own.customers[0]],
    );
    await histories.catchUp();
    expect(histories.size.histories).toBe(0);
  });

  test('reads everything anew after a reading that failed', async () => {
    const own = await world();
    const { pool } = other.database;
    let failing = false;
    const query = (...asked: Parameters<typeof pool.query>) =>
      failing && JSON.stringify(asked).includes('from owners')
        ? Promise.reject(new Error('lost'))
        : pool.query(...asked);
    const histories = warmHistories({ pool: { query } as never }, 1000);
    const asked = () => histories.get(own.companyId, 'customer', own.customers[0]!);
    failing = true;
    await expect(asked()).rejects.toThrow('lost');
    failing = false;
    expect((await asked())!.freshness).toBe('miss');
    await rowsAt(own, start, 'transactions', [
      { customerExternalId: 'k0', amount: 5, occurredAt: start.toISOString() },
    ]);
    failing = true;
    await expect(asked()).rejects.toThrow('lost');
    failing = false;
    const { known, freshness } = (await asked())!;
    expect([known.events, freshness]).toEqual([1, 'miss']);
  });
});

test('answers over HTTP say where their time went, are counted, and hold when computed again', async () => {
  const { companyId, ask } = await api.company();
  const own = await newWorld(api.application.database, companyId, start);
  api.clock.set(new Date(start.getTime() + day));
  const predict = () => ask('POST', `/api/leads/temperature/${own.leads[0]}`);
  const uses = async () => {
    const { body } = await ask('GET', '/metrics');
    return Object.fromEntries(
      ['miss', 'hit', 'refresh'].map((freshness) => [
        freshness,
        Number(
          new RegExp(`linkloop_warm_history_uses_total{freshness="${freshness}"} (\\d+)`).exec(body)?.[1] ??
            0,
        ),
      ]),
    );
  };
  const before = await uses();
  const { headers } = await predict();
  expect(headers.get('server-timing')).toMatch(/\bhistory;dur=[\d.]+, features;dur=[\d.]+, score;dur=/);
  await predict();
  api.clock.set(new Date(start.getTime() + 2 * day));
  await ask('POST', '/api/import/interactions', {
    rows: [{ externalId: 'i', leadExternalId: 'k0', action: 'call', occurredAt: start.toISOString() }],
  });
  const refreshed = await predict();
  expect(refreshed.status).toBe(200);
  expect(await uses()).toEqual({
    miss: before.miss! + 1,
    hit: before.hit! + 1,
    refresh: before.refresh! + 1,
  });
  const report = await checkConsistency(api.application.database.pool, {
    company: { id: companyId, settings: {} },
    since: start,
    sample: 10,
  });
  expect(report).toMatchObject({ checked: 3, equal: 3, skewed: [] });
});
