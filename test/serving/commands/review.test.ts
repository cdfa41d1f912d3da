import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { uuid } from '../../../base/uuid.ts';
import { openReview } from '../../../feedback/reviewQueue.ts';
import type { Database } from '../../../prisma/database.ts';
import { transaction } from '../../../prisma/transaction.ts';
import { registerReview } from '../../../serving/commands/review.ts';
import { runProgram } from '../../../serving/commands/runProgram.ts';
import { seedCompany, testDatabase } from '../../support/database.ts';
import { newFolder } from '../import/support.ts';

let database: Database;
let slug: string;
const before = { ...process.env };

beforeAll(async () => {
  database = await testDatabase();
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    LINKLOOP_DATA: await newFolder(),
    LOG_LEVEL: 'silent',
  });
  const company = await seedCompany(database);
  slug = company.slug;
  const times = {
    occurredAt: new Date('2025-01-06T09:00:00Z'),
    recordedAt: new Date('2025-01-06T09:00:00Z'),
  };
  const customerId = uuid();
  const callId = uuid();
  await database.prisma.customer.create({
    data: { id: customerId, companyId: company.id, externalId: 'K-1', displayName: 'Anna Groß', ...times },
  });
  await database.prisma.call.create({
    data: { id: callId, companyId: company.id, externalId: 'C-1', claims: { name: 'Gross' }, ...times },
  });
  await transaction(database, (client) =>
    openReview(client, {
      companyId: company.id,
      callId,
      predictionId: uuid(),
      candidates: [{ customerId, probability: 0.6, reasons: [] }],
      priority: 1,
      reason: 'uncertain',
      propensity: 1,
      ...times,
    }),
  );
});
afterAll(async () => {
  process.env = before;
  await database.close();
});

async function run(...args: string[]) {
  let stdout = '';
  let stderr = '';
  const code = await runProgram(['review', ...args, '--company', slug, '--json'], [registerReview], {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    signal: new AbortController().signal,
  });
  return { code, stderr, json: JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') };
}

test('a call is taken, decided and taken back on the command line', async () => {
  const { json: next } = await run('next', '--reviewer', 'anna');
  expect(next.task).toMatchObject({ reason: 'uncertain', call: { externalId: 'C-1' } });
  const id: string = next.task.id;

  const held = await run('decide', id, '--reviewer', 'bernd', '--verdict', 'unsure');
  expect(held).toMatchObject({ code: 1, json: { problem: { code: 'conflict' } } });
  const nobody = await run('decide', id, '--reviewer', 'anna', '--verdict', 'link');
  expect(nobody).toMatchObject({ code: 1, json: { problem: { code: 'invalid_input' } } });

  const decided = await run('decide', id, '--reviewer', 'anna', '--verdict', 'link', '--customer', 'K-1');
  expect(decided).toMatchObject({ code: 0, json: { link: { source: 'review' } } });
  expect((await run('stats')).json).toMatchObject({ open: 0, decided: 1, verdicts: { link: 1 } });

  expect((await run('undo', id, '--reviewer', 'anna')).json).toMatchObject({ status: 'open', link: null });
  expect((await run('stats')).json).toMatchObject({ open: 1, undone: 1 });
});

test('a verdict that does not exist is bad usage', async () => {
  const { code } = await run('decide', uuid(), '--verdict', 'perhaps');
  expect(code).toBe(2);
});
