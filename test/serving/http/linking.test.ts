import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Ask, type TestApi, testApi } from '../../support/api.ts';
import { challenge, linkerArtifact, register } from '../predict/registerModels.ts';

let api: TestApi;

const customers = [
  { externalId: 'C-1', givenName: 'Anna', familyName: 'Schmidt', phone: '030 1234567' },
  { externalId: 'C-2', givenName: 'Bert', familyName: 'Meier', phone: '0171 5550101' },
  { externalId: 'C-3', givenName: 'Berta', familyName: 'Meier', phone: '0171 5550102' },
];

beforeAll(async () => {
  api = await testApi({ LINKLOOP_CONTROL_SHARE: '0.25' });
});
afterAll(() => api.close());

/** A company with three customers, and a linker with the given thresholds as champion. */
async function company(thresholds?: Parameters<typeof linkerArtifact>[0]) {
  const made = await api.company();
  await made.ask('POST', '/api/import/customers', { rows: customers });
  if (thresholds) {
    await register(api.application.database, made.companyId, 'linking', await linkerArtifact(thresholds));
    await made.ask('POST', '/api/models/linking/promote', { version: 1, reason: 'test' });
  }
  return {
    ...made,
    resolve: async (externalId: string, claims: object, more: object = {}) =>
      (
        await made.ask('POST', '/api/ml/linking/resolve', {
          call: { externalId, occurredAt: '2025-03-10T08:00:00Z', claims, ...more },
        })
      ).body,
  };
}

const asks = { automatic: 2, rule: 'estimate', review: 0.01, newCustomer: 0.999 } as const;
const links = { automatic: 0.01, rule: 'estimate', auditShare: 0, review: 0.01, newCustomer: 0.999 } as const;
const meier = { name: 'B. Meier' };
const anna = { name: 'Anna Schmidt', phone: '030 1234567' };

async function linkOf(ask: Ask, call: string) {
  return (await ask('GET', `/api/calls/${call}/link`)).body;
}

describe('resolving a call', () => {
  test('completes the call when it is sent again, and never doubles it', async () => {
    const { companyId, resolve } = await company();
    const first = await resolve('K-1', { name: 'Anna' }, { service: 'advice' });
    const second = await resolve('K-1', { phone: '030 1234567' }, { durationSeconds: 90 });
    expect(second.result.callId).toBe(first.result.callId);
    expect(await api.application.database.prisma.call.findMany({ where: { companyId } })).toMatchObject([
      { service: 'advice', durationSeconds: 90, claims: { name: 'Anna', phone: '030 1234567' } },
    ]);
    expect(second.result).toMatchObject({ decision: 'link', customerExternalId: 'C-1' });
  });

  test('at once from many sides makes one call and one link', async () => {
    const { companyId, resolve } = await company();
    await Promise.all(Array.from({ length: 6 }, () => resolve('K-1', { phone: '030 1234567' })));
    const { prisma } = api.application.database;
    expect(await prisma.call.count({ where: { companyId } })).toBe(1);
    expect(await prisma.identityLink.count({ where: { companyId, retractedAt: null } })).toBe(1);
  });

  test('that left nothing stays unlinked and is asked about by nobody', async () => {
    const { resolve, ask } = await company(asks);
    expect(await resolve('K-1', {})).toMatchObject({
      result: { decision: 'unlinked', customerId: null },
      review: null,
    });
    expect((await ask('GET', '/api/reviews/next?reviewer=ruth')).status).toBe(204);
  });

  test('before any model says so, and asks about what the rule leaves open', async () => {
    const { resolve, ask } = await company();
    expect(await resolve('K-1', meier)).toMatchObject({
      model: { role: 'fallback', version: null },
      result: { decision: 'unlinked' },
      review: { reason: 'cold_start' },
    });
    expect((await ask('GET', '/api/reviews/stats')).body.waitingByReason).toEqual({ cold_start: 1 });
  });

  test('keeps what it was based on', async () => {
    const { resolve, ask, companyId } = await company(links);
    const answer = await resolve('K-1', { name: 'Anna Schmidt', phone: '030 1234567' });
    const { body } = await ask('GET', `/api/predictions/${answer.predictionId}`);
    expect(body.features.candidates[0]).toMatchObject({ phone: 'exact' });
    expect(body.featuresHash).toMatch(/^[0-9a-f]{64}$/);
    expect(body.result.customerId).toBe(answer.result.customerId);
    const [link] = await api.application.database.prisma.identityLink.findMany({ where: { companyId } });
    expect(link).toMatchObject({
      predictionId: answer.predictionId,
      source: 'model',
      probability: answer.confidence,
    });
  });

  test('tells where its time went', async () => {
    const { ask } = await company();
    const { headers } = await ask('POST', '/api/ml/linking/resolve', {
      call: { externalId: 'K-1', occurredAt: '2025-03-10T08:00:00Z' },
    });
    expect(headers.get('server-timing')).toMatch(/prepare;dur=[\d.]+, commit;dur=[\d.]+, total;dur=[\d.]+/);
  });
});

describe('an uncertain answer', () => {
  test('is put before a reviewer, whose decision links the call, until it is undone', async () => {
    const { resolve, ask } = await company(asks);
    const answer = await resolve('K-1', meier, { transcript: 'Meier here ...' });
    expect(answer.result.decision).toBe('review');
    expect((await linkOf(ask, 'K-1')).customerId).toBeNull();

    const { body: task } = await ask('GET', '/api/reviews/next?reviewer=ruth');
    expect(task).toMatchObject({
      id: answer.review.id,
      reason: 'uncertain',
      call: { externalId: 'K-1', claims: meier, transcript: 'Meier here ...' },
    });
    const offered = task.candidates.map((one: { customerExternalId: string }) => one.customerExternalId);
    expect(offered.slice(0, 2).sort()).toEqual(['C-2', 'C-3']);
    expect((await ask('GET', '/api/reviews/next?reviewer=otto')).status).toBe(204);

    const decide = (reviewer: string, body: object) =>
      ask('POST', `/api/reviews/${task.id}/decision`, { reviewer, seconds: 12, ...body });
    const other = await decide('otto', { verdict: 'unsure' });
    expect([other.status, other.body.code]).toEqual([409, 'conflict']);
    expect((await decide('ruth', { verdict: 'link' })).status).toBe(400);
    expect((await decide('ruth', { verdict: 'unsure', customerExternalId: 'C-2' })).status).toBe(400);
    // Not a candidate: reviewers may know better than any list.
    const decided = await decide('ruth', { verdict: 'link', customerExternalId: 'C-1' });
    expect(decided.body).toMatchObject({ link: { customerExternalId: 'C-1', source: 'review' } });
    expect(await resolve('K-1', meier)).toMatchObject({
      result: { decision: 'link', customerExternalId: 'C-1', settledBy: 'correction' },
      review: null,
    });

    const undone = await ask('POST', `/api/reviews/${task.id}/undo`);
    expect(undone.body).toMatchObject({ status: 'open', link: null, decisionId: decided.body.decisionId });
    expect((await linkOf(ask, 'K-1')).customerId).toBeNull();
    expect((await ask('POST', `/api/reviews/${task.id}/undo`)).body.code).toBe('conflict');
    expect((await ask('GET', '/api/reviews/stats')).body).toMatchObject({ open: 1, undone: 1 });
  });

  test('about an unknown task is not found', async () => {
    const { ask } = await company();
    const unknown = '/api/reviews/00000000-0000-7000-8000-000000000000';
    const body = { reviewer: 'ruth', verdict: 'unsure' };
    expect((await ask('POST', `${unknown}/decision`, body)).status).toBe(404);
    expect((await ask('POST', `${unknown}/undo`)).status).toBe(404);
  });
});

describe('automatic answers', () => {
  test('are checked for a random slice, the same calls whenever they are asked about', async () => {
    const { resolve, ask, companyId } = await company(links);
    const reviewed: boolean[] = [];
    for (let n = 0; n < 60; n++) {
      const answer = await resolve(`K-${n}`, anna);
      expect(answer.result.decision).toBe('link');
      reviewed.push(answer.review !== null);
      if (answer.review) expect(answer.review.reason).toBe('control');
    }
    const count = reviewed.filter(Boolean).length;
    // 60 draws at 0.25, fixed by the calls' ids: 15 expected, standard deviation 3.4.
    expect(count).toBeGreaterThan(5);
    expect(count).toBeLessThan(27);
    for (let n = 0; n < 5; n++) expect((await resolve(`K-${n}`, anna)).review !== null).toBe(reviewed[n]);
    const tasks = await api.application.database.prisma.reviewTask.findMany({ where: { companyId } });
    expect(tasks).toHaveLength(count);
    expect(new Set(tasks.map(({ propensity }) => propensity))).toEqual(new Set([0.25]));
    const stats = (await ask('GET', '/api/reviews/stats')).body;
    expect(stats.waitingByReason).toEqual({ control: count });
  });

  test('on which two live versions differ are asked about', async () => {
    const { resolve, companyId } = await company(links);
    const { database } = api.application;
    const [champion] = await database.prisma.modelVersion.findMany({ where: { companyId } });
    const cautious = await register(database, companyId, 'linking', await linkerArtifact(asks));
    await challenge(database, champion!.id, cautious);
    let disagreements = 0;
    for (let n = 0; n < 12; n++) {
      const answer = await resolve(`K-${n}`, anna);
      if (answer.experiment.arm === 'champion') {
        expect(answer.result.decision).toBe('link');
        expect(answer.review.reason).toBe('disagreement');
        disagreements++;
      } else
        expect(answer).toMatchObject({ result: { decision: 'review' }, review: { reason: 'uncertain' } });
    }
    expect(disagreements).toBeGreaterThan(0);
    expect(disagreements).toBeLessThan(12);
  });

  test('are taken back when the model no longer stands by them', async () => {
    const { resolve, ask, companyId } = await company(links);
    await resolve('K-1', anna);
    expect((await linkOf(ask, 'K-1')).source).toBe('model');
    await register(api.application.database, companyId, 'linking', await linkerArtifact(asks));
    await ask('POST', '/api/models/linking/promote', { version: 2, reason: 'test' });
    expect((await resolve('K-1', anna)).result.decision).toBe('review');
    expect((await linkOf(ask, 'K-1')).customerId).toBeNull();
  });
});

describe('the warm state', () => {
  test('knows a customer as soon as the import is acknowledged', async () => {
    const { resolve, ask } = await company();
    expect((await resolve('K-1', { phone: '0160 7770001' })).result.decision).toBe('unlinked');
    for (let n = 0; n < 5; n++) {
      const phone = `0160 777000${n}`;
      await ask('POST', '/api/import/customers', {
        rows: [{ externalId: `N-${n}`, familyName: 'Neu', phone }],
      });
      expect((await resolve(`L-${n}`, { phone })).result.customerExternalId).toBe(`N-${n}`);
    }
  });

  test('forgets what is no longer so', async () => {
    const { resolve, ask } = await company();
    await resolve('K-1', { phone: '030 1234567' });
    // The number turns out to be Bert's: confirmed for him, it is shared now, and decides nothing.
    await ask('POST', '/api/feedback/corrections', {
      callExternalId: 'K-1',
      customerExternalId: 'C-2',
      reviewer: 'ruth',
    });
    const shared = (await resolve('K-2', { phone: '030 1234567' })).result;
    const found = shared.candidates.map((one: { customerExternalId: string }) => one.customerExternalId);
    expect(found.sort()).toEqual(['C-1', 'C-2']);
    await ask('POST', '/api/feedback/corrections', {
      callExternalId: 'K-1',
      customerExternalId: 'C-1',
      reviewer: 'ruth',
    });
    expect((await resolve('K-3', { phone: '030 1234567' })).result.customerExternalId).toBe('C-1');
  });
});

describe('a caller with any name', () => {
  test.each([
    ['right-to-left', '\u202eرלימ محمد\u202c', 200],
    ['emoji', '👩‍👩‍👧‍👦 👋🏽', 200],
    ['a bomb of combining marks', `a${'\u0301'.repeat(900)}`, 200],
    ['control characters', 'Anna\u0007\u0085 Meier', 200],
    ['a lone surrogate', '\ud83d Anna', 200],
    ['more than a name can have', 'x'.repeat(1001), 400],
    ['a million letters', 'x'.repeat(1 << 20), 413],
  ])('%s: an answer or a problem that says what is wrong', async (what, name, status) => {
    const { ask } = await company(asks);
    const call = { externalId: what, occurredAt: '2025-03-10T08:00:00Z', claims: { name, familyName: name } };
    const answer = await ask('POST', '/api/ml/linking/resolve', { call });
    expect(answer.status).toBe(status);
    if (status === 200) expect(answer.body.result.candidates.length).toBeLessThanOrEqual(5);
    else expect(answer.body.code).toBe(status === 413 ? 'payload_too_large' : 'invalid_input');
  });
});
