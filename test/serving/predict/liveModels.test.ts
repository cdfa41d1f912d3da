import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { promote } from '../../../training/aliases.ts';
import { type Ask, type TestApi, testApi } from '../../support/api.ts';
import { challenge, churnArtifact, linkerArtifact, register } from './registerModels.ts';

let api: TestApi;
let ask: Ask;
let companyId: string;
const artifact = await churnArtifact();

beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());

beforeEach(async () => {
  ({ ask, companyId } = await api.company());
  const customers = Array.from({ length: 12 }, (_, n) => ({ externalId: `C-${n}`, familyName: `Nr${n}` }));
  await ask('POST', '/api/import/customers', { rows: customers });
  await ask('POST', '/api/import/transactions', {
    rows: [
      { externalId: 'T-1', customerExternalId: 'C-1', amount: 40, occurredAt: '2025-03-09T00:00:00Z' },
      { externalId: 'T-2', customerExternalId: 'C-2', amount: 40, occurredAt: '2024-12-09T00:00:00Z' },
    ],
  });
});

const churnOf = async (customer: string) => (await ask('POST', `/api/ml/churn/predict/${customer}`)).body;
const promoteHere = (version: number) =>
  ask('POST', '/api/models/churn/promote', { version, reason: 'test' });

describe('promotion and rollback', () => {
  test('change who answers, without a restart', async () => {
    expect((await churnOf('C-2')).model).toEqual({ task: 'churn', version: null, role: 'fallback' });
    await register(api.application.database, companyId, 'churn', artifact);
    await register(api.application.database, companyId, 'churn', await churnArtifact(true));
    expect((await promoteHere(1)).body).toMatchObject({ action: 'promote', version: 1, alias: 'champion' });
    const quiet = await churnOf('C-2');
    expect(quiet.model).toEqual({ task: 'churn', version: 1, role: 'champion' });
    expect(quiet.result.risk30).toBeGreaterThan((await churnOf('C-1')).result.risk30);
    expect(quiet.reasons.length).toBeGreaterThan(0);

    await promoteHere(2);
    expect((await churnOf('C-2')).model.version).toBe(2);
    expect((await churnOf('C-2')).result.risk30).toBeLessThan(quiet.result.risk30);
    await ask('POST', '/api/models/churn/rollback', { reason: 'upside down' });
    expect(await churnOf('C-2')).toMatchObject({ model: { version: 1 }, result: quiet.result });
    await ask('POST', '/api/models/churn/rollback', { reason: 'further' });
    expect((await churnOf('C-2')).model.role).toBe('fallback');
    expect((await ask('POST', '/api/models/churn/rollback', { reason: 'further' })).body.code).toBe(
      'conflict',
    );

    expect((await ask('GET', '/api/models?task=churn')).body).toMatchObject([
      { version: 2, alias: null },
      { version: 1, alias: null },
    ]);
    const ledger = (await ask('GET', '/api/models/churn/ledger')).body;
    expect(ledger.map(({ action }: { action: string }) => action).sort()).toEqual(
      ['promote', 'promote', 'rollback', 'rollback'].sort(),
    );
  });

  test('by another process are heard of', async () => {
    await register(api.application.database, companyId, 'churn', artifact);
    expect((await churnOf('C-1')).model.role).toBe('fallback');
    await promote(api.application.database, {
      companyId,
      task: 'churn',
      version: 1,
      actor: 'other process',
      reason: 'test',
      now: api.clock.now(),
    });
    await api.application.changes.catchUp();
    expect((await churnOf('C-1')).model.version).toBe(1);
  });

  test('of a version that does not exist is refused', async () => {
    expect((await promoteHere(7)).status).toBe(404);
  });
});

describe('a version that cannot be trusted to answer', () => {
  test('because its features were defined differently leaves the answer to the rule', async () => {
    await register(api.application.database, companyId, 'churn', artifact, 'f'.repeat(64));
    await promoteHere(1);
    expect((await churnOf('C-1')).model).toMatchObject({ role: 'fallback', version: null });
  });

  test.each([
    [
      'before there were vectors answers',
      '118301d70a830c7dbd05e09c4ef851fa1bc4ceb6d8bc7880639ad9a00c1d94c9',
      'champion',
    ],
    ['of another comparison does not', 'f'.repeat(64), 'fallback'],
  ])('a linker %s', async (_, definitions, role) => {
    await register(api.application.database, companyId, 'linking', await linkerArtifact({}), definitions);
    await ask('POST', '/api/models/linking/promote', { version: 1, reason: 'test' });
    const call = { externalId: 'K-1', occurredAt: '2025-03-10T08:00:00Z', claims: { familyName: 'Nr1' } };
    expect((await ask('POST', '/api/ml/linking/resolve', { call })).body.model.role).toBe(role);
  });

  test('because it is of another task does so too', async () => {
    await register(api.application.database, companyId, 'clv', artifact);
    await ask('POST', '/api/models/clv/promote', { version: 1, reason: 'test' });
    expect((await ask('POST', '/api/ml/clv/predict/C-1')).body.model.role).toBe('fallback');
  });
});

describe('an experiment', () => {
  test('shares the traffic by customer, keeps arms, and notes what the other version would have said', async () => {
    const { database } = api.application;
    const first = await register(database, companyId, 'churn', artifact);
    const second = await register(database, companyId, 'churn', await churnArtifact(true));
    await promoteHere(1);
    const experiment = await challenge(database, first.id, second);
    await api.application.changes.catchUp();

    const arms = new Map<string, string>();
    for (let n = 0; n < 12; n++) {
      const answer = await churnOf(`C-${n}`);
      expect(answer.experiment.id).toBe(experiment);
      expect(answer.model).toMatchObject({
        role: answer.experiment.arm,
        version: answer.experiment.arm === 'challenger' ? 2 : 1,
      });
      arms.set(`C-${n}`, answer.experiment.arm);
      const again = await churnOf(`C-${n}`);
      expect(again.experiment.arm).toBe(answer.experiment.arm);
    }
    expect(new Set(arms.values())).toEqual(new Set(['champion', 'challenger']));
    const exposures = await database.prisma.exposure.findMany({ where: { experimentId: experiment } });
    expect(exposures).toHaveLength(12);

    const answer = await churnOf('C-2');
    const { body: logged } = await ask('GET', `/api/predictions/${answer.predictionId}`);
    expect(logged.shadow.role).not.toBe(answer.model.role);
    expect(logged.shadow.agrees).toBe(logged.shadow.result.segment === answer.result.segment);
    expect(logged.shadow.result.risk30).not.toBeCloseTo(answer.result.risk30, 3);
    expect(logged.result).toEqual(answer.result);
    expect(logged.features['transactions.daysSince.amount>0']).toBeGreaterThan(80);

    const { body: listed } = await ask('GET', '/api/experiments?task=churn');
    expect(listed).toMatchObject([
      { id: experiment, championVersion: 1, challengerVersion: 2, stoppedAt: null },
    ]);
    const decided = await ask('POST', `/api/experiments/${experiment}/decide`);
    expect([decided.status, typeof decided.body.verdict]).toEqual([200, 'string']);
  });
});
