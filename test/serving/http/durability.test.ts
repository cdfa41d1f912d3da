import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Database } from '../../../prisma/database.ts';
import { createKey } from '../../../serving/keys.ts';
import { type Ask, asker } from '../../support/api.ts';
import { seedCompany, testDatabase } from '../../support/database.ts';

let db: Database;
let key: string;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  db = await testDatabase();
  const { id } = await seedCompany(db);
  ({ key } = await createKey(db, { companyId: id, name: 'test', scopes: ['admin'] }, new Date()));
});
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await db.close();
});

/** The service as a process of its own, as users start it. */
async function serve(): Promise<{ child: ChildProcess; ask: Ask }> {
  const entry = fileURLToPath(new URL('../../../serving/linkloop.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', entry, 'serve', '--port', '0', '--no-worker'], {
    env: { PATH: process.env.PATH, DATABASE_URL: db.url, LOG_LEVEL: 'fatal' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  running.add(child);
  let said = '';
  for await (const piece of child.stderr!) {
    said += String(piece);
    const url = /Listening on (http:\S+)/.exec(said)?.[1];
    if (url) return { child, ask: asker(url, key) };
  }
  throw new Error(`The service did not start: ${said}`);
}

test('what was acknowledged survives kill -9', async () => {
  const first = await serve();
  await first.ask('POST', '/api/import/customers', { rows: [{ externalId: 'C-1', familyName: 'Schmidt' }] });
  await first.ask('POST', '/api/ml/linking/resolve', {
    call: { externalId: 'K-1', occurredAt: '2025-03-01T00:00:00Z' },
  });
  const correction = { callExternalId: 'K-1', customerExternalId: 'C-1', reviewer: 'ruth' };
  const headers = { 'idempotency-key': 'once' };
  const said = await first.ask('POST', '/api/feedback/corrections', correction, headers);
  first.child.kill('SIGKILL');
  expect(said.status).toBe(201);
  await once(first.child, 'exit');

  const second = await serve();
  expect((await second.ask('GET', '/api/calls/K-1/link')).body).toMatchObject({
    customerExternalId: 'C-1',
    source: 'correction',
  });
  // The answer survived with it: a client that never saw it may repeat the request.
  const again = await second.ask('POST', '/api/feedback/corrections', correction, headers);
  expect(again.body).toEqual(said.body);
  expect(await db.prisma.linkCorrection.count()).toBe(1);
}, 60_000);
