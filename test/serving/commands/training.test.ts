import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Database } from '../../../prisma/database.ts';
import { registerModels } from '../../../serving/commands/models.ts';
import { registerPromote } from '../../../serving/commands/promote.ts';
import { registerRollback } from '../../../serving/commands/rollback.ts';
import { runProgram } from '../../../serving/commands/runProgram.ts';
import { registerTrain } from '../../../serving/commands/train.ts';
import { seedCompany, testDatabase } from '../../support/database.ts';
import { insertCallers } from '../../training/simulatedCompany.ts';

// A real fit, on a machine that may be busy.
jest.setTimeout(120_000);

let database: Database;
let dataDirectory: string;
let company: string;

beforeAll(async () => {
  database = await testDatabase();
  dataDirectory = await mkdtemp(join(tmpdir(), 'linkloop-commands-'));
  process.env.DATABASE_URL = database.url;
  process.env.LINKLOOP_DATA = dataDirectory;
  process.env.LOG_LEVEL = 'silent';
  const { id, slug } = await seedCompany(database);
  company = slug;
  await insertCallers(database.pool, id, { customers: 40, calls: 40, corrections: 0 });
});
afterAll(async () => {
  await database.close();
  await rm(dataDirectory, { recursive: true, force: true });
});

async function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runProgram(
    [...args, '--company', company, '--json'],
    [registerTrain, registerModels, registerPromote, registerRollback],
    {
      stdout: { write: (text) => out.push(text) },
      stderr: { write: (text) => err.push(text) },
      signal: new AbortController().signal,
    },
  );
  return { code, result: JSON.parse(out.join('').trim().split('\n').at(-1)!), said: err.join('') };
}

test('train, models, promote and rollback work hand in hand', async () => {
  expect(await run('models')).toMatchObject({ code: 0, result: { models: [] } });
  const trained = await run('train', 'linking');
  expect(trained).toMatchObject({ code: 0, result: { task: 'linking', version: 1, outcome: 'champion' } });
  expect(trained.said).toMatch(/replaying what was known at each call/);
  const again = await run('train', 'linking');
  expect(again).toMatchObject({
    code: 0,
    result: { version: 2, outcome: 'registered', gate: { passed: false } },
  });
  expect((await run('models', 'linking')).result.models).toMatchObject([
    { version: 2, alias: null, gate: 'refused' },
    { version: 1, alias: 'champion', gate: 'passed' },
  ]);
  expect(await run('promote', 'linking', '2', '--reason', 'a try')).toMatchObject({
    code: 0,
    result: { champion: 2 },
  });
  expect(await run('promote', 'linking', '2')).toMatchObject({
    code: 1,
    result: { problem: { code: 'conflict' } },
  });
  expect(await run('rollback', 'linking')).toMatchObject({ code: 0, result: { champion: 1 } });
  expect(await run('rollback', 'linking')).toMatchObject({ code: 0, result: { champion: null } });
  expect(await run('rollback', 'linking')).toMatchObject({
    code: 1,
    result: { problem: { code: 'conflict' } },
  });
});

test('what cannot be done, or is not understood, says so in its exit code', async () => {
  expect(await run('train', 'churn')).toMatchObject({
    code: 1,
    result: { problem: { code: 'not_enough_data' } },
  });
  expect(await run('train', 'weather')).toMatchObject({ code: 2 });
  expect(await run('promote', 'churn', 'latest')).toMatchObject({ code: 2 });
  expect(await run('promote', 'churn', '7')).toMatchObject({
    code: 1,
    result: { problem: { code: 'not_found' } },
  });
});
