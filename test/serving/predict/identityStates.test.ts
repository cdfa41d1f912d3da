import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SettableClock } from '../../../base/clock.ts';
import { seededRandom } from '../../../base/random.ts';
import { normalizeIdentity } from '../../../features/identity/normalizeIdentity.ts';
import { recordCorrection, undoCorrection } from '../../../feedback/corrections.ts';
import { identityEvents } from '../../../feedback/identityEvents.ts';
import { IdentityState } from '../../../models/linking/identityState.ts';
import type { Database } from '../../../prisma/database.ts';
import { type CompanyRecord, findCompany } from '../../../prisma/repositories/companies.ts';
import { transaction } from '../../../prisma/transaction.ts';
import { followChanges } from '../../../serving/changes.ts';
import { importRows } from '../../../serving/import/importRows.ts';
import { buildIdentityState } from '../../../serving/predict/buildIdentityState.ts';
import { identityStates } from '../../../serving/predict/identityStates.ts';
import { warmHistories } from '../../../serving/predict/warmHistories.ts';
import { seedCompany, testDatabase } from '../../support/database.ts';

let db: Database;
let company: CompanyRecord;
const clock = new SettableClock(new Date('2025-03-10T09:00:00Z'));

beforeAll(async () => {
  db = await testDatabase();
  company = (await findCompany(db.pool, { id: (await seedCompany(db)).id }))!;
});
afterAll(() => db.close());

const importAll = (entity: 'customers' | 'calls' | 'appointments', rows: object[]) =>
  importRows({ database: db, companyId: company.id, entity, rows, clock });

test('a state that follows changes answers like one built anew, whatever happened', async () => {
  const random = seededRandom(5);
  const followed = identityStates(db);
  const changes = followChanges(db, {
    companies: { forget: () => {} },
    models: {} as never,
    identities: followed,
    histories: warmHistories(db, 0),
    onError: () => {},
  });
  await changes.catchUp();
  await followed.get(company);
  const names = ['Anna Schmidt', 'Bert Meier', 'Clara Meier', 'Dora Ott', 'Emil Ott'];
  const phone = () => `0151 555000${random.integer(6)}`;
  const corrections: string[] = [];

  for (let step = 0; step < 70; step++) {
    // Several steps share a moment: the clock of a replay stands still.
    if (step % 3 === 0) clock.set(new Date(clock.now().getTime() + 60_000));
    const externalId = `C-${random.integer(5)}`;
    const callExternalId = `K-${random.integer(6)}`;
    const what = random.integer(6);
    if (what === 0) {
      await importAll('customers', [{ externalId, name: names[random.integer(5)], phone: phone() }]);
    } else if (what === 1) {
      await importAll('customers', [{ externalId, name: names[random.integer(5)] }]);
      await importAll('calls', [
        {
          externalId: callExternalId,
          occurredAt: '2025-03-01T10:00:00Z',
          phone: phone(),
          customerExternalId: externalId,
        },
      ]);
    } else if (what < 5) {
      const call = await db.prisma.call.findFirst({
        where: { companyId: company.id, externalId: callExternalId },
      });
      const customer = await db.prisma.customer.findFirst({ where: { companyId: company.id, externalId } });
      if (!call) continue;
      const said = {
        companyId: company.id,
        callId: call.id,
        toCustomerId: customer?.id ?? null,
        reviewer: 'ruth',
        occurredAt: clock.now(),
      };
      const { correctionId } = await transaction(db, (client) => recordCorrection(client, said, clock.now()));
      corrections.push(correctionId);
    } else {
      const correctionId = corrections.pop();
      if (!correctionId) continue;
      await transaction(db, (client) =>
        undoCorrection(client, company.id, correctionId, clock.now(), 'ruth'),
      );
    }
    await changes.catchUp();
    const [warm, anew] = [await followed.get(company), await identityStates(db).get(company)];
    expect(warm.customerCount).toBe(anew.customerCount);
    for (const claims of [
      ...names.map((name) => ({ name })),
      ...Array.from({ length: 6 }, (_, n) => ({ phone: `0151 555000${n}` })),
    ]) {
      const query = {
        claims: normalizeIdentity(claims, company),
        occurredAt: clock.now(),
        service: null,
        hour: 10,
        weekday: 1,
      };
      const sorted = (state: typeof warm) =>
        state.candidates(query).sort((a, b) => (a.customerId < b.customerId ? -1 : 1));
      expect(sorted(warm)).toEqual(sorted(anew));
    }
  }
  const whole = new IdentityState({ timezone: company.timezone });
  for (const event of await identityEvents(db.pool, company)) whole.apply(event);
  const paged = await buildIdentityState(db.pool, company, 2);
  expect(paged.customerCount).toBe(whole.customerCount);
  for (const name of names) {
    const claims = normalizeIdentity({ name }, company);
    const query = { claims, occurredAt: clock.now(), service: null, hour: 10, weekday: 1 };
    expect(paged.candidates(query)).toEqual(whole.candidates(query));
  }
  const made = await db.prisma.linkCorrection.findMany({ where: { companyId: company.id } });
  expect(made.filter(({ undoneAt }) => undoneAt === null).length).toBeGreaterThan(2);
  expect(made.filter(({ undoneAt }) => undoneAt !== null).length).toBeGreaterThan(2);
  await changes.close();
});

/** A database that does its `late`th reading at once, but hands the answer over only when told to. */
function slowToAnswer(slow: { arrive: Promise<void>; reads: number; late: number }): Database {
  const pool = new Proxy(db.pool, {
    get(target, name) {
      if (name !== 'query') return Reflect.get(target, name, target);
      return async (...query: unknown[]) => {
        const answer = await (target.query as (...query: unknown[]) => Promise<unknown>).apply(target, query);
        if (++slow.reads === slow.late) await slow.arrive;
        return answer;
      };
    },
  });
  return new Proxy(db, { get: (target, name) => (name === 'pool' ? pool : Reflect.get(target, name)) });
}

test.each([
  // A state is built from four readings.
  ['being built', 4],
  ['following a change', 1],
])('a large import while the state is %s is neither lost nor in the way', async (when, late) => {
  const mine = (await findCompany(db.pool, { id: (await seedCompany(db)).id }))!;
  const importCustomers = (externalIds: string[]) =>
    importRows({
      database: db,
      companyId: mine.id,
      entity: 'customers',
      rows: externalIds.map((externalId) => ({ externalId, name: `Anna ${externalId}` })),
      clock,
    });
  await importCustomers(['Ahorn']);
  const slow = { arrive: Promise.resolve(), reads: 0, late };
  const states = identityStates(slowToAnswer(slow));
  if (when === 'following a change') {
    await states.get(mine);
    const ahorn = (await db.prisma.customer.findFirst({ where: { companyId: mine.id } }))!;
    states.changed({ companyId: mine.id, topic: 'customer.changed', subject: ahorn.id });
  }

  let arrive = () => {};
  slow.arrive = new Promise((resolve) => {
    arrive = resolve;
  });
  slow.reads = 0;
  const first = states.get(mine);
  while (slow.reads < late) await new Promise((resolve) => setImmediate(resolve));
  await importCustomers(['Birke', 'Buche']);
  states.changed({ companyId: mine.id, topic: 'customer.changed', subject: '*' });
  arrive();
  await expect(first).resolves.toBeDefined();
  expect((await states.get(mine)).customerCount).toBe(3);
});
