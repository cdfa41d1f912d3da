import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { computeFeatures } from '../../../features/computeFeatures.ts';
import { purchaseFeatures } from '../../../features/definitions/purchases.ts';
import { encodeArtifact } from '../../../models/artifact.ts';
import { fitLeadScoreModel } from '../../../models/lead-score/leadScoreModel.ts';
import {
  type LifetimeValueModelData,
  lifetimeValueModelFromData,
} from '../../../models/lifetime-value/lifetimeValueModel.ts';
import { logisticRegression } from '../../../models/logisticRegression.ts';
import { loadHistory } from '../../../prisma/repositories/history.ts';
import { transaction } from '../../../prisma/transaction.ts';
import { openApplication } from '../../../serving/application.ts';
import { readSettings } from '../../../serving/settings.ts';
import { appendAlias } from '../../../training/aliases.ts';
import { simulatedRow } from '../../models/simulatedRows.ts';
import { type Ask, type TestApi, testApi } from '../../support/api.ts';
import { register } from '../predict/registerModels.ts';

const day = 86_400_000;
const today = new Date('2025-03-10T09:00:00Z');
const daysAgo = (days: number) => new Date(today.getTime() - days * day).toISOString();

let api: TestApi;
let companyId: string;
let ask: Ask;
let strangers: Ask;

/** Anna buys every month, Bert stopped a year ago, Carla never bought. */
beforeAll(async () => {
  api = await testApi();
  api.clock.set(today);
  ({ companyId, ask } = await api.company());
  ({ ask: strangers } = await api.company());
  const names = ['anna', 'bert', 'carla'];
  await ask('POST', '/api/import/customers', {
    rows: names.map((name) => ({ externalId: name, name, occurredAt: daysAgo(720) })),
  });
  const purchases = [700, 650, 600, 550, 500, 450, 400].flatMap((days) => [
    { customerExternalId: 'bert', externalId: `b${days}`, amount: 100, occurredAt: daysAgo(days) },
  ]);
  for (let days = 700; days > 0; days -= 30)
    purchases.push({
      customerExternalId: 'anna',
      externalId: `a${days}`,
      amount: 100,
      occurredAt: daysAgo(days),
    });
  await ask('POST', '/api/import/transactions', { rows: purchases });
  await ask('POST', '/api/import/leads', {
    rows: [{ externalId: 'lead', source: 'web', occurredAt: daysAgo(20) }],
  });
});
afterAll(() => api.close());

const clvModel: LifetimeValueModelData = {
  kind: 'lifetime-value',
  family: 'bg-nbd',
  purchases: { r: 1.2, alpha: 40, a: 1.5, b: 6 },
  covariates: null,
  correction: null,
  logLikelihood: -1,
  spend: { p: 5, q: 4, v: 60 },
  meanSpend: 100,
  horizonMonths: 36,
  segments: [100, 1000, 5000],
  population: [
    { segment: 'low', customers: 50, value: 1000 },
    { segment: 'medium', customers: 30, value: 15_000 },
    { segment: 'high', customers: 15, value: 30_000 },
    { segment: 'top', customers: 5, value: 40_000 },
  ],
  typical: { frequency: 2, recency: 100, age: 300, meanSpend: 100 },
};

async function promote(
  task: 'clv' | 'lead_score',
  versionId: string,
  now: Date,
  of = companyId,
): Promise<void> {
  await transaction(api.application.database, (client) =>
    appendAlias(client, {
      companyId: of,
      task,
      alias: 'champion',
      action: 'promote',
      modelVersionId: versionId,
      actor: 'test',
      reason: 'test',
      now,
    }),
  );
  api.application.models.invalidateCompany(of);
}

describe('lifetime value', () => {
  test('has no segments before there is a model, and reckons as the company has set', async () => {
    const policy = { margin: 0.4, discountRate: 0.1, ultraPremium: 100 };
    expect((await ask('GET', '/api/ml/clv/policy')).body).toEqual({
      margin: 1,
      discountRate: 0,
      ultraPremium: null,
    });
    expect((await ask('PUT', '/api/ml/clv/policy', policy)).body).toEqual(policy);
    expect((await ask('PUT', '/api/ml/clv/policy', { margin: 2 })).status).toBe(400);
    expect((await strangers('GET', '/api/ml/clv/policy')).body.margin).toBe(1);
    const { body } = await ask('GET', '/api/ml/clv/segments');
    expect(body).toEqual({ modelVersion: null, horizonMonths: null, ultraPremiumFrom: 100, segments: [] });
    const version = await register(
      api.application.database,
      companyId,
      'clv',
      encodeArtifact('lifetime-value', clvModel),
    );
    await promote('clv', version.id, today);
    const { result } = (await ask('POST', '/api/ml/clv/predict/anna', {})).body;
    expect(result).toMatchObject({ margin: 0.4, discountRate: 0.1, ultraPremium: true, conversion: null });
    // Three years at 10 % a year: between the value of all at once and of all at the end.
    expect(result.clv).toBeLessThan(0.4 * result.revenue);
    expect(result.clv).toBeGreaterThan((0.4 * result.revenue) / 1.1 ** 3);
  });

  test('takes a horizon: nothing over no time, never less over more, and the segment stays', async () => {
    const values = [];
    for (const months of [0, 1, 12, 36, 60]) {
      const { result, interval } = (await ask('POST', `/api/ml/clv/predict/anna?horizonMonths=${months}`, {}))
        .body;
      expect([result.horizonMonths, result.segment]).toEqual([months, 'high']);
      expect(interval.low).toBeLessThanOrEqual(interval.high);
      values.push(result.clv);
    }
    expect(values[0]).toBe(0);
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect((await ask('POST', '/api/ml/clv/predict/anna?horizonMonths=-1', {})).status).toBe(400);
  });

  test('of a lead is the probability of winning it times the worth of a new customer', async () => {
    const lead = (await ask('POST', '/api/ml/clv/predict/lead', {})).body;
    const policy = { margin: 0.4, discountRate: 0.1, ultraPremium: 100 };
    const won = lifetimeValueModelFromData(clvModel).predict({}, { conversion: 1, policy }).result;
    const warmth = (await ask('POST', '/api/leads/temperature/lead', {})).body;
    expect(lead.result.conversion).toBe(warmth.result.probability);
    expect(lead.result.clv).toBeCloseTo(lead.result.conversion * won.clv, 8);
    expect(lead.interval.low).toBe(0);
    expect(lead.interval.high).toBeGreaterThan(0);
  });

  test('of a customer who never bought is nothing as long as nothing is known of first purchases', async () => {
    const { result } = (await ask('POST', '/api/ml/clv/predict/carla', {})).body;
    expect(result).toMatchObject({ clv: 0, segment: 'unknown', conversion: null, ultraPremium: false });
  });

  test('names its segments with thresholds, customers and value', async () => {
    const { body } = await ask('GET', '/api/ml/clv/segments');
    expect(body.segments).toEqual([
      { segment: 'low', from: 0, customers: 50, value: 1000 },
      { segment: 'medium', from: 100, customers: 30, value: 15_000 },
      { segment: 'high', from: 1000, customers: 15, value: 30_000 },
      { segment: 'top', from: 5000, customers: 5, value: 40_000 },
    ]);
    expect((await strangers('GET', '/api/ml/clv/segments')).body.segments).toEqual([]);
  });

  test('is enriched with what others know, with its source, and only from then on', async () => {
    const row = { customerId: 'anna', source: 'register', attributes: { livingArea: 140, heating: 'gas' } };
    const enrich = (...rows: object[]) => ask('POST', '/api/ml/clv/enrich', { rows });
    expect((await enrich(row)).body).toEqual({ stored: 1, unchanged: 0 });
    expect((await enrich(row)).body).toEqual({ stored: 0, unchanged: 1 });
    // The record of the customer itself does not undo it.
    api.clock.set(new Date(today.getTime() + day));
    await ask('POST', '/api/import/customers', {
      rows: [{ externalId: 'anna', name: 'anna', attributes: { plan: 'yearly' } }],
    });
    api.clock.set(today);
    const { pool } = api.application.database;
    const {
      rows: [anna],
    } = await pool.query<{ id: string }>(
      `select id::text from customer where company_id = $1 and external_id = 'anna'`,
      [companyId],
    );
    const history = (await loadHistory(pool, companyId, 'customer', anna!.id))!;
    const seen = (at: Date) => {
      const row = computeFeatures(purchaseFeatures, history, at.getTime());
      return [row['attribute.register.livingArea'], row['attribute.register.heating'], row['attribute.plan']];
    };
    expect(seen(new Date(today.getTime() - 1))).toEqual([undefined, undefined, undefined]);
    expect(seen(today)).toEqual([140, 'gas', undefined]);
    expect(seen(new Date(today.getTime() + 2 * day))).toEqual([140, 'gas', 'yearly']);

    // A source adds to what it has said, takes back what is null, and does not touch what others say.
    api.clock.set(new Date(today.getTime() + 3 * day));
    const more = { ...row, attributes: { rooms: 5, heating: null } };
    const others = {
      ...row,
      source: 'directory',
      attributes: { rooms: 6 },
      occurredAt: '2020-01-01T00:00:00Z',
    };
    expect((await enrich(more, others)).body).toEqual({ stored: 2, unchanged: 0 });
    expect((await enrich(more, others)).body).toEqual({ stored: 0, unchanged: 2 });
    const later = api.clock.now().getTime();
    api.clock.set(today);
    const enriched = (await loadHistory(pool, companyId, 'customer', anna!.id))!;
    const attributes = Object.entries(computeFeatures(purchaseFeatures, enriched, later)).filter(([name]) =>
      /^attribute\.(register|directory)\./.test(name),
    );
    expect(Object.fromEntries(attributes)).toEqual({
      'attribute.register.livingArea': 140,
      'attribute.register.rooms': 5,
      'attribute.directory.rooms': 6,
    });
    const early = await enrich({ ...row, occurredAt: new Date(today.getTime() + 1).toISOString() });
    expect(early.body.errors[0].path).toBe('rows/0/occurredAt');

    expect((await strangers('POST', '/api/ml/clv/enrich', { rows: [row] })).status).toBe(404);
    expect((await enrich({ ...row, leadId: 'lead' })).body.code).toBe('invalid_input');
    expect((await enrich({ ...row, source: 'no good' })).status).toBe(400);
  });
});

describe('churn', () => {
  test('says what is at stake, and lists whom to look after first, page by page', async () => {
    for (const name of ['anna', 'bert', 'carla']) {
      const { result } = (await ask('POST', `/api/ml/churn/predict/${name}`, {})).body;
      const clv = (await ask('POST', `/api/ml/clv/predict/${name}`, {})).body.result.clv;
      expect(result.lifetimeValue).toBe(clv);
      expect(result.valueAtRisk).toBe(result.risk60 * clv);
      expect(result.persuadability).toEqual({ value: 1, basis: 'neutral' });
      // The rule does not tell who has left already.
      expect(result.alreadyGone).toBeNull();
    }
    const all = (await ask('GET', '/api/ml/churn/at-risk?minimumRisk=0')).body;
    expect(all.customers).toHaveLength(3);
    expect(all.customers[0]).toMatchObject({ alreadyGone: null });
    expect(all.next).toBeNull();
    const priorities = all.customers.map(({ priority }: { priority: number }) => priority);
    expect(priorities).toEqual([...priorities].sort((a, b) => b - a));
    expect(
      (await ask('GET', '/api/ml/churn/at-risk')).body.customers.map(
        (one: { customerExternalId: string }) => one.customerExternalId,
      ),
    ).toEqual(['bert']);

    const pages = [];
    let cursor = '';
    for (let page = 0; page < 3; page++) {
      const { body } = await ask('GET', `/api/ml/churn/at-risk?minimumRisk=0&limit=1${cursor}`);
      pages.push(...body.customers);
      cursor = body.next === null ? '' : `&cursor=${encodeURIComponent(body.next)}`;
    }
    expect(cursor).toBe('');
    expect(pages).toEqual(all.customers);
    expect((await ask('GET', '/api/ml/churn/at-risk?cursor=x')).body.code).toBe('invalid_input');
    expect((await strangers('GET', '/api/ml/churn/at-risk?minimumRisk=0')).body.customers).toEqual([]);
  });
});

describe('who has left', () => {
  const told = async (kind: string, subject: object, days: number) => {
    const occurredAt = new Date(today.getTime() - days * day).toISOString();
    expect((await ask('POST', '/api/feedback/outcomes', { ...subject, kind, occurredAt })).status).toBe(201);
  };
  const atRisk = async () =>
    (await ask('GET', '/api/ml/churn/at-risk?minimumRisk=0')).body.customers.map(
      (one: { customerExternalId: string }) => one.customerExternalId,
    );

  test('is not listed as at risk, until they are back', async () => {
    for (const name of ['anna', 'bert', 'carla']) await ask('POST', `/api/ml/churn/predict/${name}`, {});
    const bert = { subjectType: 'customer', subjectId: 'bert' };
    expect(await atRisk()).toContain('bert');
    await told('churned', bert, 3);
    expect(await atRisk()).not.toContain('bert');
    expect(await atRisk()).toHaveLength(2);
    await told('retained', bert, 1);
    expect(await atRisk()).toContain('bert');
  });

  test('is not listed either when it was said of somebody merged into them, unless they bought since', async () => {
    const row = { externalId: 'carla again', name: 'carla' };
    await ask('POST', '/api/import/customers', { rows: [row] });
    await told('churned', { subjectType: 'customer', subjectId: 'carla again' }, 2);
    expect(await atRisk()).toContain('carla');
    await ask('POST', '/api/customers/carla%20again/merge', { into: 'carla', reviewer: 'ruth' });
    expect(await atRisk()).not.toContain('carla');
    const purchase = (amount: number) => ({
      ...{ externalId: `since ${amount}`, customerExternalId: 'carla again', amount },
      occurredAt: new Date(today.getTime() - day).toISOString(),
    });
    await ask('POST', '/api/import/transactions', { rows: [purchase(-10)] });
    expect(await atRisk()).not.toContain('carla');
    await ask('POST', '/api/import/transactions', { rows: [purchase(10)] });
    expect(await atRisk()).toContain('carla');
  });

  test('is no lead to call: leads are listed by score, page by page, while they are open', async () => {
    const leads = ['p', 'q', 'r'].map((externalId, index) => ({
      ...{ externalId, source: 'web', value: 10 },
      occurredAt: new Date(today.getTime() - index * 80 * day).toISOString(),
    }));
    await ask('POST', '/api/import/leads', { rows: leads });
    const scores = new Map<string, number>();
    for (const { externalId } of leads)
      scores.set(
        externalId,
        (await ask('POST', `/api/leads/temperature/${externalId}`)).body.result.probability,
      );
    expect(new Set(scores.values()).size).toBeGreaterThan(1);
    type Listed = { leadExternalId: string; probability: number };
    const listed = async () => {
      const all: Listed[] = [];
      for (const band of ['hot', 'warm', 'cold']) {
        const whole: Listed[] = (await ask('GET', `/api/leads/temperature?band=${band}`)).body.leads;
        let cursor: string | null = '';
        const paged: Listed[] = [];
        while (cursor !== null) {
          const after: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
          const { body } = await ask('GET', `/api/leads/temperature?band=${band}&limit=1${after}`);
          paged.push(...body.leads);
          cursor = body.next;
        }
        expect(paged).toEqual(whole);
        const probabilities = whole.map(({ probability }) => probability);
        expect(probabilities).toEqual(probabilities.toSorted((a, b) => b - a));
        all.push(...whole);
      }
      return all.map(({ leadExternalId }) => leadExternalId).filter((name) => scores.has(name));
    };
    expect((await listed()).sort()).toEqual(['p', 'q', 'r']);
    await told('lost', { subjectType: 'lead', subjectId: 'q' }, 0);
    expect((await listed()).sort()).toEqual(['p', 'r']);
    expect((await strangers('GET', '/api/leads/temperature?band=cold')).body).toEqual({
      leads: [],
      next: null,
    });
  });

  test('a policy is in force for the very next answer, and for that of another process within moments', async () => {
    const other = await openApplication(
      readSettings({ DATABASE_URL: api.application.database.url, LOG_LEVEL: 'fatal' }),
      { clock: api.clock, onFirstKey: () => {} },
    );
    try {
      await other.changes.follow();
      const before = (await ask('GET', '/api/ml/clv/policy')).body;
      const clv = async () => (await ask('POST', '/api/ml/clv/predict/anna', {})).body.result.clv;
      const [full] = [await clv(), await other.companies(companyId)];
      await ask('PUT', '/api/ml/clv/policy', { ...before, margin: before.margin / 2 });
      expect(await clv()).toBeCloseTo(full / 2, 8);
      await other.changes.catchUp();
      expect((await other.companies(companyId)).settings.clv).toMatchObject({ margin: before.margin / 2 });
      await ask('PUT', '/api/ml/clv/policy', before);
    } finally {
      await other.close();
    }
  });

  test('an empty horizon is not no time', async () => {
    const { status, body } = await ask('POST', '/api/ml/clv/predict/anna?horizonMonths=', {});
    expect([status, body.errors[0].path]).toEqual([400, '/horizonMonths']);
  });
});

describe('the temperature of a lead', () => {
  test('decays when nothing happens, and shows it', async () => {
    const { body } = await ask('GET', '/api/leads/temperature/lead/history?days=40&ahead=60');
    const scores = body.points.map(({ score }: { score: number }) => score);
    // Known only since its import: one point of today, and those ahead. The rule: 20, minus 15 when older than 60 days.
    expect(scores).toHaveLength(61);
    expect([scores[0], scores.at(-1)]).toEqual([20, 5]);
    expect(body.points.map(({ ahead }: { ahead: boolean }) => ahead).indexOf(true)).toBe(1);
    expect((await strangers('GET', '/api/leads/temperature/lead/history')).status).toBe(404);
  });

  test('goes by the thresholds of the model in force, where the company has set none', async () => {
    const own = await api.company();
    const url = '/api/leads/temperature/thresholds';
    const rows = [{ externalId: 'lead', source: 'web', occurredAt: daysAgo(5) }];
    await own.ask('POST', '/api/import/leads', { rows });
    expect((await own.ask('GET', url)).body).toEqual({ hot: 60, warm: 30 });
    const { data } = await fitLeadScoreModel(
      Array.from({ length: 60 }, (_, subject) =>
        simulatedRow(subject, { age: 5 }, subject % 10 === 0 ? 1 : 0),
      ),
      { estimator: logisticRegression },
    );
    const promoted = async (thresholds: object | null) => {
      const artifact = encodeArtifact('lead-score', { ...data, thresholds });
      const { id } = await register(api.application.database, own.companyId, 'lead_score', artifact);
      await promote('lead_score', id, today, own.companyId);
      const { result } = (await own.ask('POST', '/api/leads/temperature/lead')).body;
      const { points } = (await own.ask('GET', '/api/leads/temperature/lead/history?days=1&ahead=0')).body;
      expect(points.at(-1).temperature).toBe(result.temperature);
      expect(result.score).toBeGreaterThanOrEqual(9);
      expect(result.score).toBeLessThan(30);
      return result.temperature;
    };
    expect(await promoted({ hot: 9, warm: 5 })).toBe('hot');
    expect((await own.ask('GET', url)).body).toEqual({ hot: 9, warm: 5 });
    // From before models had thresholds.
    expect(await promoted(null)).toBe('cold');
    expect((await own.ask('GET', url)).body).toEqual({ hot: 60, warm: 30 });
  });

  test('is hot or warm from where an effort pays', async () => {
    const efforts = { winValue: 1000, hot: { cost: 60, lift: 0.2 }, warm: { cost: 5, lift: 0.05 } };
    const url = '/api/leads/temperature/thresholds';
    expect((await ask('GET', url)).body).toEqual({ hot: 60, warm: 30 });
    expect((await ask('PUT', url, efforts)).body).toEqual(efforts);
    expect((await ask('GET', url)).body).toEqual(efforts);
    expect((await ask('PUT', url, { hot: 10, warm: 20 })).status).toBe(400);
    expect((await ask('PUT', '/api/ml/churn/policy', { contractAttribute: 'ende' })).body).toEqual({
      contractAttribute: 'ende',
    });
  });

  test('changes by facts, identity and model, and the parts add up', async () => {
    await ask('POST', '/api/import/interactions', {
      rows: [
        {
          externalId: 'i1',
          leadExternalId: 'lead',
          action: 'reply',
          direction: 'inbound',
          occurredAt: new Date(today.getTime() + day).toISOString(),
        },
      ],
    });
    const later = new Date(today.getTime() + 3 * day);
    api.clock.set(later);
    const url = `/api/leads/temperature/lead/diff?from=${encodeURIComponent(today.toISOString())}`;
    const { body } = await ask('GET', url);
    expect(body).toMatchObject({
      from: { score: 20, modelVersion: null },
      to: { score: 50, modelVersion: null },
      points: { features: 30, identity: 0, model: 0 },
    });
    expect(body.text).toMatch(/^20 -> 50: \+30 features \(Rule: they wrote/);
    expect((await ask('GET', url.replace('2025', '2024'))).body.code).toBe('invalid_input');
    expect((await strangers('GET', url)).status).toBe(404);
    api.clock.set(today);
  });
});
