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
});
