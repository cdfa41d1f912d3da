import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { prune } from '../../serving/housekeeping.ts';
import { type TestApi, testApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());

test('what nobody asks for any more is forgotten, what may be asked for is kept', async () => {
  const { ask } = await api.company();
  const add = (key: string) =>
    ask('POST', '/api/customers', { displayName: key }, { 'Idempotency-Key': key });
  const days = (n: number) => api.clock.set(new Date(api.clock.now().getTime() + n * 86_400_000));
  const { prisma } = api.application.database;
  const left = async () => [await prisma.idempotencyKey.count(), await prisma.outbox.count()];
  const first = await add('first');
  days(29);
  await add('second');
  await prune(api.application);
  expect(await left()).toEqual([2, 1]);
  expect((await add('first')).body.id).toBe(first.body.id);
  days(2);
  await prune(api.application);
  expect(await left()).toEqual([1, 1]);
  expect((await add('first')).body.id).not.toBe(first.body.id);
});
