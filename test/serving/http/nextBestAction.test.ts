import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Ask, type TestApi, testApi } from '../../support/api.ts';

let api: TestApi;
let ask: Ask;
let companyId: string;

beforeAll(async () => {
  api = await testApi();
  ({ ask, companyId } = await api.company());
  await ask('POST', '/api/import/leads', {
    rows: [{ externalId: 'L-1', source: 'web', value: 900, occurredAt: '2025-03-01T10:00:00Z' }],
  });
});
afterAll(() => api.close());

const policy = {
  actions: [
    { name: 'call', cost: 5 },
    { name: 'sms', cost: 1, consent: 'consent_sms' },
  ],
  contact: { quietHours: [{ fromHour: 20, toHour: 8 }] },
};

describe('the policy of a company', () => {
  test('has defaults, is set as a whole, and is nobody else’s', async () => {
    const { body: defaults } = await ask('GET', '/api/ml/nba/policy');
    expect(defaults).toMatchObject({
      exploration: 'thompson',
      autonomy: 'earned',
      contact: { quietHours: [] },
    });
    const set = await ask('PUT', '/api/ml/nba/policy', policy);
    expect(set.status).toBe(200);
    expect(set.body.actions[1]).toMatchObject({ name: 'sms', consent: 'consent_sms', disturbs: true });
    expect((await ask('GET', '/api/ml/nba/policy')).body).toEqual(set.body);
    const other = await api.company();
    expect((await other.ask('GET', '/api/ml/nba/policy')).body).toEqual(defaults);
    const { rows } = await api.application.database.pool.query(
      `select action, detail from audit_log where company_id = $1 and action = 'policy.set'`,
      [companyId],
    );
    expect(rows).toEqual([{ action: 'policy.set', detail: { before: null, after: set.body } }]);
  });

  test('is refused where it makes no sense, and with it whoever may not set it', async () => {
    const wrong = await ask('PUT', '/api/ml/nba/policy', { ...policy, epsilon: 3 });
    expect([wrong.status, wrong.body.code]).toEqual([400, 'invalid_input']);
    const reader = await api.key(companyId, 'predict');
    expect((await reader('GET', '/api/ml/nba/policy')).status).toBe(200);
    expect((await reader('PUT', '/api/ml/nba/policy', policy)).status).toBe(403);
  });

  test('decides what is recommended: by consent, and by the hour of the company', async () => {
    await ask('PUT', '/api/ml/nba/policy', policy);
    // A process that serves remembers settings for some seconds; another company has not been asked about yet.
    const { ask: fresh } = await api.company();
    await fresh('PUT', '/api/ml/nba/policy', policy);
    await fresh('POST', '/api/import/leads', {
      rows: [{ externalId: 'L-2', source: 'web', value: 900, occurredAt: '2025-03-01T10:00:00Z' }],
    });
    const { body } = await fresh('GET', '/api/ml/nba/recommendations/L-2');
    expect(body.result.alternatives.map(({ action }: { action: string }) => action).sort()).toEqual([
      'call',
      'wait',
    ]);
    expect(body.result.ineligible).toEqual([{ action: 'sms', reason: 'no consent (consent_sms)' }]);
    const before = api.clock.now();
    api.clock.set(new Date('2025-03-10T20:00:00Z'));
    const { body: late } = await fresh('GET', '/api/ml/nba/recommendations/L-2');
    api.clock.set(before);
    expect(late.result).toMatchObject({ action: 'wait', expectedGain: 0 });
    expect(late.result.ineligible[0]).toEqual({ action: 'call', reason: 'quiet hours until 8:00' });
    const { rows } = await api.application.database.pool.query(
      `select propensities from prediction where id = $1`,
      [body.predictionId],
    );
    const logged = Object.values(rows[0].propensities as Record<string, number>);
    expect(logged).toHaveLength(2);
    expect(logged.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
  });

  test('spares a person who is called about another lead, merged records of theirs included', async () => {
    const { ask: fresh, companyId: id } = await api.company();
    await fresh('PUT', '/api/ml/nba/policy', { actions: [{ name: 'call', cost: 5, cooldownDays: 3 }] });
    const at = '2025-03-01T10:00:00Z';
    await fresh('POST', '/api/import/customers', {
      rows: ['K-1', 'K-2', 'K-3'].map((externalId) => ({ externalId, occurredAt: at })),
    });
    await fresh('POST', '/api/import/leads', {
      rows: [
        ['L-1', 'K-1'],
        ['L-2', 'K-1'],
        ['L-3', 'K-2'],
        ['L-4', 'K-3'],
      ].map(([externalId, customerExternalId]) => ({ externalId, customerExternalId, occurredAt: at })),
    });
    const called = new Date(api.clock.now().getTime() - 2 * 86_400_000).toISOString();
    await fresh('POST', '/api/import/interactions', {
      rows: [{ externalId: 'I-1', leadExternalId: 'L-1', action: 'call', occurredAt: called }],
    });
    const { rows } = await api.application.database.pool.query(
      'select id, external_id from customer where company_id = $1 order by external_id',
      [id],
    );
    await api.application.database.pool.query(
      `insert into customer_merge (id, company_id, customer_id, into_id, source, actor, occurred_at, recorded_at)
       values (gen_random_uuid(), $1, $2, $3, 'person', 'test', $4, $4)`,
      [id, rows[0].id, rows[1].id, new Date(at)],
    );
    const held = async (lead: string) =>
      (await fresh('GET', `/api/ml/nba/recommendations/${lead}`)).body.result.ineligible;
    const resting = [{ action: 'call', reason: 'taken 2.0 days ago, again after 3' }];
    expect(await held('L-1')).toEqual(resting);
    expect(await held('L-2')).toEqual(resting);
    expect(await held('L-3')).toEqual(resting);
    expect(await held('L-4')).toEqual([]);
  });

  test('says what it gains on doing nothing, where that lies, and how much is left to the model', async () => {
    const { body } = await ask('GET', '/api/ml/nba/recommendations/L-1');
    const { expectedGain, autonomy } = body.result;
    expect(body.interval.level).toBe(0.9);
    expect(body.interval.low).toBeLessThanOrEqual(expectedGain);
    expect(body.interval.high).toBeGreaterThanOrEqual(expectedGain);
    expect(autonomy).toBe(1);
  });
});
