import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { fieldAt } from '../../../models/linking/comparisonFields.ts';
import { linkingExamples } from '../../../training/pipelines/linkingExamples.ts';
import { type TestApi, testApi } from '../../support/api.ts';
import { linkerArtifact, register } from '../predict/registerModels.ts';

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());

const voices = { anna: [1, 0.1, 0], otto: [0, 1, 0.1] };
const voice = (values: readonly number[], more: object = { consent: true }) => ({
  kind: 'voice',
  values,
  ...more,
});
const shared = { familyName: 'Weber', phone: '030 1234567' };

/** A household of two, with a linker that asks about everything. */
async function household() {
  const made = await api.company();
  await made.ask('POST', '/api/import/customers', {
    rows: ['anna', 'otto'].map((externalId) => ({ externalId, ...shared })),
  });
  const asks = { automatic: 2, rule: 'estimate', review: 0.01, newCustomer: 0.999 } as const;
  await register(api.application.database, made.companyId, 'linking', await linkerArtifact(asks));
  await made.ask('POST', '/api/models/linking/promote', { version: 1, reason: 'test' });
  const resolve = (externalId: string, embeddings?: readonly object[]) =>
    made.ask('POST', '/api/ml/linking/resolve', {
      call: { externalId, occurredAt: '2025-03-10T08:00:00Z', claims: shared, embeddings },
    });
  /** How the vectors of a call compare with each of the two. */
  const levels = async (externalId: string) =>
    Promise.all(
      ['anna', 'otto'].map(async (customer) => {
        const path = `/api/ml/linking/explain?callId=${externalId}&customerId=${customer}`;
        const { body } = await made.ask('GET', path);
        return body.asked.weights.find(({ field }: { field: string }) => field === 'embedding').level;
      }),
    );
  const kept = () =>
    api.application.database.prisma.callEmbedding.findMany({
      where: { companyId: made.companyId },
      orderBy: { recordedAt: 'asc' },
    });
  return { ...made, resolve, levels, kept };
}

test('vectors without consent are refused with the reason, and nothing is stored', async () => {
  const { resolve, kept, companyId } = await household();
  for (const consent of [{}, { consent: false }, { consent: 'true' }]) {
    const { status, body } = await resolve('K-1', [
      voice(voices.anna),
      { ...voice([1, 2], consent), kind: 'gait' },
    ]);
    expect(status).toBe(400);
    expect(body.code).toBe('invalid_input');
    expect(body.errors).toEqual([
      expect.objectContaining({
        path: '/call/embeddings/1/consent',
        message: expect.stringMatching(/biometric.*article 9.*"consent": true, or leave the vector out/),
      }),
    ]);
  }
  for (const values of [[0, 0], [1], Array(2049).fill(1), [1, null], ['1', 2]])
    expect((await resolve('K-1', [voice(values as number[])])).status).toBe(400);
  expect((await resolve('K-1', [voice([1, 2]), voice([2, 1])])).status).toBe(400);
  expect(await kept()).toEqual([]);
  expect(await api.application.database.prisma.call.count({ where: { companyId } })).toBe(0);
});

test('vectors of confirmed calls tell a household apart, as the explanation shows, until consent is withdrawn', async () => {
  const { resolve, levels, ask, kept } = await household();
  for (const [number, person] of (['anna', 'otto'] as const).entries()) {
    const call = `K-${number}`;
    expect((await resolve(call, [voice(voices[person])])).status).toBe(200);
    await ask('POST', `/api/calls/${call}/link`, { customerId: person, reviewer: 'ruth' });
  }
  await resolve('K-9', [voice([0.1, 0.9, 0])]);
  expect(await levels('K-9')).toEqual(['weak', 'same']);
  expect((await resolve('K-9')).body.result.candidates[0].customerExternalId).toBe('otto');

  await ask('POST', '/api/calls/K-0/unlink', { reviewer: 'ruth' });
  expect(await levels('K-9')).toEqual(['missing', 'same']);

  const stranger = await api.company();
  expect((await stranger.ask('DELETE', '/api/calls/K-1/embeddings')).status).toBe(404);
  expect((await ask('DELETE', '/api/calls/K-1/embeddings')).body.deleted).toBe(1);
  expect((await ask('DELETE', '/api/calls/K-1/embeddings')).body.deleted).toBe(0);
  expect(await levels('K-9')).toEqual(['missing', 'missing']);
  const [, withdrawn] = await kept();
  expect(withdrawn).toMatchObject({ direction: [], withdrawnAt: expect.any(Date) });
});

test('a vector of another dimension is refused with its path, until the others are gone', async () => {
  const { resolve, ask } = await household();
  await resolve('K-1', [voice([1, 2, 3])]);
  const { status, body } = await resolve('K-2', [voice([1, 2])]);
  expect(status).toBe(400);
  expect(body.errors).toEqual([
    expect.objectContaining({ path: '/call/embeddings/0/values', received: 2, allowed: '3' }),
  ]);
  expect(body.remedy).toContain('voice-2');
  expect((await ask('GET', '/api/calls/K-2/link')).status).toBe(404);
  expect((await resolve('K-2', [{ ...voice([1, 2]), kind: 'voice-2' }])).status).toBe(200);
  await ask('DELETE', '/api/calls/K-1/embeddings');
  expect((await resolve('K-2', [voice([1, 2])])).status).toBe(200);
});

test('an erasure deletes the vectors of the calls of the person, and of nobody else', async () => {
  const { resolve, levels, ask, kept } = await household();
  for (const [call, person] of [
    ['K-1', 'anna'],
    ['K-2', 'otto'],
  ] as const) {
    await resolve(call, [voice(voices[person])]);
    await ask('POST', `/api/calls/${call}/link`, { customerId: person, reviewer: 'ruth' });
  }
  await resolve('K-3', [voice(voices.anna)]);
  expect(await levels('K-3')).toEqual(['same', 'different']);
  await ask('DELETE', '/api/customers/anna');
  expect((await kept()).map(({ direction }) => direction)).toHaveLength(2);
  const { body } = await resolve('K-3');
  expect(body.result.candidates.map((one: { customerExternalId: string }) => one.customerExternalId)).toEqual(
    ['otto'],
  );
});

test('training asks with the vectors that came with a call, not with those that came later', async () => {
  const { resolve, companyId, ask } = await household();
  const { database } = api.application;
  const anHourLater = () => api.clock.set(new Date(api.clock.now().getTime() + 3_600_000));
  anHourLater();
  await resolve('K-1', [voice(voices.anna)]);
  await ask('POST', '/api/calls/K-1/link', { customerId: 'anna', reviewer: 'ruth' });
  anHourLater();
  await resolve('K-2');
  anHourLater();
  await resolve('K-2', [voice(voices.anna)]);
  await resolve('K-3', [voice(voices.anna)]);
  const examples = await linkingExamples({
    database,
    company: await api.application.companies(companyId),
    asOf: api.clock.now(),
    seed: 1,
  });
  const asked = examples.map(({ query, candidates }) => ({
    vectors: query.embeddings!.length,
    levels: candidates.map(({ comparison }) => comparison.levels[fieldAt.embedding]).sort(),
  }));
  expect(asked).toEqual([
    { vectors: 1, levels: [-1, -1] },
    { vectors: 0, levels: [-1, -1] },
    { vectors: 1, levels: [-1, 4] },
  ]);
});
