import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../base/random.ts';
import { uuid } from '../../base/uuid.ts';
import type { Database } from '../../prisma/database.ts';
import type { Task } from '../../prisma/generated/enums.ts';
import { type ExperimentRecord, findExperiment } from '../../prisma/repositories/experiments.ts';
import { transaction } from '../../prisma/transaction.ts';
import { appendAlias, currentStanding, promote } from '../../training/aliases.ts';
import { decideExperiment } from '../../training/decideExperiment.ts';
import { assignArm, startExperiment } from '../../training/experiments.ts';
import { seedCompany, testDatabase } from '../support/database.ts';
import { insertRows } from './insertRows.ts';
import { seedVersion } from './seedVersion.ts';

let database: Database;
let companyId: string;
const start = new Date('2026-03-02T03:00:00Z');
const dayOf = (days: number) => new Date(start.getTime() + days * 86_400_000);
const decided = { actor: 'tester', now: dayOf(3) };

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  companyId = (await seedCompany(database)).id;
});

/** A champion and a challenger that lost by `offline` on held-out rows (null: never compared) to `rival`. */
async function challenge(
  task: Task,
  offline: number | null = null,
  rival = 'version 1',
): Promise<ExperimentRecord> {
  const champion = await seedVersion(database, companyId, task);
  const report = {
    champion:
      offline === null
        ? null
        : { name: rival, difference: { value: offline, low: offline - 1, high: offline + 1 } },
  };
  const challenger = await seedVersion(database, companyId, task, undefined, undefined, report);
  const change = { companyId, task, actor: 'tester', reason: 'test', now: start };
  await promote(database, { ...change, version: 1 });
  return transaction(database, async (client) => {
    const versions = { championVersionId: champion.id, challengerVersionId: challenger.id };
    const experiment = await startExperiment(client, { ...change, ...versions });
    const alias = { alias: 'challenger', action: 'challenge', modelVersionId: challenger.id } as const;
    await appendAlias(client, { ...change, ...alias });
    return experiment;
  });
}

const decide = (experiment: ExperimentRecord, now = decided.now) =>
  decideExperiment(database, { companyId, experimentId: experiment.id, ...decided, now });

const insertCustomers = (ids: readonly string[]) =>
  insertRows(
    database.pool,
    'customer',
    ids.map((id) => {
      const since = dayOf(-200).toISOString();
      return { id, company_id: companyId, status: 'active', occurred_at: since, recorded_at: since };
    }),
  );

/** Logged answers in an experiment, an hour after its start. */
function answers(
  experiment: ExperimentRecord,
  subjectType: string,
  units: readonly { id: string; result: object }[],
): Record<string, unknown>[] {
  const at = new Date(start.getTime() + 3_600_000).toISOString();
  return units.map(({ id, result }) => {
    const arm = assignArm(experiment, id);
    return {
      id: uuid(),
      company_id: companyId,
      task: experiment.task,
      subject_type: subjectType,
      subject_id: id,
      model_version_id: arm === 'champion' ? experiment.championVersionId : experiment.challengerVersionId,
      role: arm,
      experiment_id: experiment.id,
      arm,
      features: {},
      features_hash: '0',
      result,
      confidence: 0.9,
      as_of: at,
      recorded_at: at,
    };
  });
}

/** Calls that each arm links wrongly at its own rate; every wrong link is corrected. */
async function linkCalls(experiment: ExperimentRecord, wrong: { champion: number; challenger: number }) {
  const random = seededRandom(31);
  const time = { occurred_at: start.toISOString(), recorded_at: start.toISOString() };
  const customers = [uuid(), uuid()];
  await insertRows(
    database.pool,
    'customer',
    customers.map((id) => ({ id, company_id: companyId, status: 'active', ...time })),
  );
  const calls = Array.from({ length: 1500 }, () => ({ id: uuid(), wrong: random.uniform() }));
  await insertRows(
    database.pool,
    'call',
    calls.map(({ id }) => ({ id, company_id: companyId, claims: {}, attributes: {}, ...time })),
  );
  const result = { decision: 'link', customerId: customers[0] };
  await insertRows(
    database.pool,
    'prediction',
    answers(
      experiment,
      'call',
      calls.map(({ id }) => ({ id, result })),
    ),
  );
  const known = dayOf(1).toISOString();
  await insertRows(
    database.pool,
    'link_correction',
    calls
      .filter((call) => call.wrong < wrong[assignArm(experiment, call.id)])
      .map(({ id }) => ({
        id: uuid(),
        company_id: companyId,
        call_id: id,
        to_customer_id: customers[1],
        reviewer: 'ruth',
        occurred_at: known,
        recorded_at: known,
      })),
  );
}

describe('decideExperiment', () => {
  test('promotes a linker that links wrongly less often', async () => {
    const experiment = await challenge('linking');
    await linkCalls(experiment, { champion: 0.12, challenger: 0.01 });
    const decision = await decide(experiment);
    expect(decision).toMatchObject({ verdict: 'promote', basis: 'online' });
    expect(decision.online!.champion.metrics.wrongLinkRate!.value).toBeCloseTo(0.12, 1);
    expect(await currentStanding(database.pool, companyId, 'linking')).toEqual({
      champion: experiment.challengerVersionId,
      challenger: null,
    });
    const stored = await findExperiment(database.pool, companyId, experiment.id);
    expect(stored).toMatchObject({ stoppedAt: decided.now, decision: { verdict: 'promote' } });
    await expect(decide(experiment)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('retires a linker that links wrongly more often', async () => {
    const experiment = await challenge('linking');
    await linkCalls(experiment, { champion: 0.01, challenger: 0.15 });
    expect(await decide(experiment)).toMatchObject({ verdict: 'retire', basis: 'online' });
    expect(await currentStanding(database.pool, companyId, 'linking')).toEqual({
      champion: experiment.championVersionId,
      challenger: null,
    });
  });

  test('a correction that was undone, or is not known yet, does not count', async () => {
    const experiment = await challenge('linking');
    await linkCalls(experiment, { champion: 0.01, challenger: 0.15 });
    const early = await decide(experiment, new Date(start.getTime() + 7_200_000));
    expect(early).toMatchObject({ verdict: 'continue' });
    expect(early.online!.challenger.metrics.wrongLinkRate!.value).toBe(0);
    await database.pool.query('update link_correction set undone_at = $2 where company_id = $1', [
      companyId,
      dayOf(2),
    ]);
    const decision = await decide(experiment);
    expect(decision.verdict).toBe('continue');
    expect(decision.online!.challenger.metrics.wrongLinkRate!.value).toBe(0);
  });

  test('goes on while equal arms cannot be told apart, and notes the comparison', async () => {
    const experiment = await challenge('linking');
    await linkCalls(experiment, { champion: 0.05, challenger: 0.05 });
    expect((await decide(experiment)).verdict).toBe('continue');
    const stored = await findExperiment(database.pool, companyId, experiment.id);
    expect(stored).toMatchObject({ stoppedAt: null, decision: { verdict: 'continue' } });
    const standing = await currentStanding(database.pool, companyId, 'linking');
    expect(standing.challenger).toBe(experiment.challengerVersionId);
  });

  test('promotes the next best action that earns more per lead', async () => {
    const experiment = await challenge('nba');
    const random = seededRandom(32);
    const at = new Date(start.getTime() + 3_600_000).toISOString();
    const time = { occurred_at: start.toISOString(), recorded_at: start.toISOString() };
    const leads = Array.from({ length: 1500 }, () => ({ id: uuid(), draw: random.uniform() }));
    await insertRows(
      database.pool,
      'lead',
      leads.map(({ id }) => ({ id, company_id: companyId, value: 200, ...time })),
    );
    await insertRows(
      database.pool,
      'exposure',
      leads.map(({ id }) => ({
        id: uuid(),
        company_id: companyId,
        experiment_id: experiment.id,
        unit_id: id,
        arm: assignArm(experiment, id),
        prediction_id: uuid(),
        recorded_at: at,
      })),
    );
    const won = leads.filter(
      ({ id, draw }) => draw < { champion: 0.05, challenger: 0.2 }[assignArm(experiment, id)],
    );
    const known = dayOf(2).toISOString();
    const outcome = { company_id: companyId, subject_type: 'lead', kind: 'converted', value: null };
    await insertRows(
      database.pool,
      'outcome',
      won.map(({ id }) => ({
        id: uuid(),
        subject_id: id,
        ...outcome,
        occurred_at: known,
        recorded_at: known,
      })),
    );
    const decision = await decide(experiment);
    expect(decision).toMatchObject({ verdict: 'promote', basis: 'online' });
    // Who gets which arm is drawn anew in each run: judged by what these leads earned, not by the 40 that they earn on average.
    const challenged = leads.filter(({ id }) => assignArm(experiment, id) === 'challenger').length;
    const share = won.filter(({ id }) => assignArm(experiment, id) === 'challenger').length / challenged;
    const { value, low, high } = decision.online!.challenger.metrics.reward!;
    expect(value).toBeCloseTo(200 * share, 6);
    const halfWidth = 1.96 * 200 * Math.sqrt((share * (1 - share)) / challenged);
    expect((value - low) / halfWidth).toBeCloseTo(1, 0);
    expect((high - value) / halfWidth).toBeCloseTo(1, 0);
  });

  test('compares probabilities by log-loss on answers whose horizon has passed', async () => {
    const experiment = await challenge('churn');
    const random = seededRandom(33);
    const customers = Array.from({ length: 2000 }, () => ({ id: uuid(), leaves: random.uniform() < 0.2 }));
    // The challenger knows who leaves; the champion says the base rate.
    const units = customers.map(({ id, leaves }) => ({
      id,
      result: { risk30: assignArm(experiment, id) === 'champion' ? 0.2 : leaves ? 0.8 : 0.05 },
    }));
    await insertRows(database.pool, 'prediction', answers(experiment, 'customer', units));
    await insertCustomers(customers.map(({ id }) => id));
    const outcome = { company_id: companyId, subject_type: 'customer', kind: 'churned' };
    await insertRows(
      database.pool,
      'outcome',
      customers
        .filter(({ leaves }) => leaves)
        .map(({ id }) => ({
          id: uuid(),
          subject_id: id,
          ...outcome,
          occurred_at: dayOf(20).toISOString(),
          recorded_at: dayOf(20).toISOString(),
        })),
    );
    // Nothing has happened yet, and nobody's 30 days have passed.
    const early = await decide(experiment, dayOf(3));
    expect(early.online).toMatchObject({ champion: { units: 0 }, challenger: { units: 0 } });
    expect(early.verdict).toBe('continue');
    // Those who left are known, nobody is known to have stayed: the loudest alarm would win.
    const between = await decideExperiment(database, {
      companyId,
      experimentId: experiment.id,
      ...decided,
      now: dayOf(21),
      rules: { minimumUnits: 1, patienceDays: 60 },
    });
    expect(between.online).toMatchObject({ champion: { units: 0 }, challenger: { units: 0 } });
    const decision = await decide(experiment, dayOf(32));
    expect(decision).toMatchObject({ verdict: 'promote', basis: 'online' });
    expect(decision.online!.champion.units + decision.online!.challenger.units).toBe(2000);
    expect(decision.online!.champion.metrics.logLoss!.value).toBeCloseTo(0.5, 1);
  });

  test('churn without a word counts, as it does in what models learn from', async () => {
    const experiment = await challenge('churn');
    const random = seededRandom(34);
    const customers = Array.from({ length: 300 }, () => ({ id: uuid(), leaves: random.uniform() < 0.3 }));
    // Everybody buys about every ten days; who leaves does so when they are asked about, and nobody says so.
    const units = customers.map(({ id, leaves }) => ({
      id,
      result: { risk30: assignArm(experiment, id) === 'champion' ? 0.3 : leaves ? 0.9 : 0.02 },
    }));
    await insertRows(database.pool, 'prediction', answers(experiment, 'customer', units));
    await insertCustomers(customers.map(({ id }) => id));
    const purchases = customers.flatMap(({ id, leaves }) => {
      const days: number[] = [];
      for (let day = -150; day < (leaves ? 5 : 100); day += 5 + 10 * random.uniform()) days.push(day);
      return days.map((day) => ({
        id: uuid(),
        company_id: companyId,
        customer_id: id,
        amount: 20,
        occurred_at: dayOf(day).toISOString(),
        recorded_at: dayOf(day).toISOString(),
      }));
    });
    await insertRows(database.pool, 'transaction', purchases);
    const decision = await decide(experiment, dayOf(100));
    const { champion, challenger, difference } = decision.online!;
    expect(champion.units + challenger.units).toBe(300);
    expect(challenger.metrics.logLoss!.value).toBeLessThan(0.2);
    expect(difference!.high).toBeLessThan(0);
  });

  test('customers nobody has ever heard of give no live evidence about churn', async () => {
    const experiment = await challenge('churn');
    const units = Array.from({ length: 1000 }, () => uuid()).map((id) => ({
      id,
      result: { risk30: assignArm(experiment, id) === 'champion' ? 0.2 : 0.01 },
    }));
    await insertRows(database.pool, 'prediction', answers(experiment, 'customer', units));
    await insertCustomers(units.map(({ id }) => id));
    const decision = await decide(experiment, dayOf(32));
    expect(decision).toMatchObject({ verdict: 'retire', basis: 'offline' });
    expect(decision.online).toMatchObject({ champion: { units: 0 }, challenger: { units: 0 } });
  });

  test('a comparison with another champion decides nothing', async () => {
    const experiment = await challenge('clv', -2, 'version 17');
    expect(await decide(experiment, dayOf(7))).toMatchObject({ verdict: 'retire', offline: null });
  });

  test('lifetime values come true too late: after its patience, the held-out rows decide', async () => {
    const better = await challenge('clv', -2);
    expect(await decide(better)).toMatchObject({ verdict: 'continue', online: null });
    expect(await decide(better, dayOf(7))).toMatchObject({ verdict: 'promote', basis: 'offline' });
    companyId = (await seedCompany(database)).id;
    const worse = await challenge('clv', 2);
    expect(await decide(worse, dayOf(7))).toMatchObject({ verdict: 'retire', basis: 'offline' });
  });

  test('knows no experiment of another company', async () => {
    const experiment = await challenge('clv');
    companyId = (await seedCompany(database)).id;
    await expect(decide(experiment)).rejects.toMatchObject({ code: 'not_found' });
  });
});
