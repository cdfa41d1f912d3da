import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../../prisma/database.ts';
import { seedCompany, testDatabase } from '../../support/database.ts';
import { fileOf, importInto, rowsOf } from './support.ts';

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

/** 3,000 transactions without ids, some equal, some wrong; 100 customers. */
function transactionsFile(): string {
  const lines = ['customer,amount,product,date'];
  for (let row = 0; row < 3000; row++) {
    const customer = row % 97 === 5 ? 'nobody' : `K${row % 100}`;
    const amount = row % 53 === 7 ? 'free' : String((row % 7) + 0.5);
    lines.push(`${customer},${amount},"item\n${row % 3}",2024-01-${String((row % 28) + 1).padStart(2, '0')}`);
  }
  return `${lines.join('\n')}\n`;
}

const customersFile = () => `id\n${Array.from({ length: 100 }, (_, index) => `K${index}`).join('\n')}\n`;

/** Kills the import hard after its third batch, somewhere within the fourth or later. */
async function killedImport(companyId: string, file: string): Promise<number> {
  const child = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      path.join(import.meta.dirname, 'interruptedImport.ts'),
      database.url,
      companyId,
      'transactions',
      file,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
  );
  let batches = 0;
  for await (const _line of createInterface({ input: child.stdout })) {
    if (++batches === 3) child.kill('SIGKILL');
  }
  return batches;
}

const state = (companyId: string) =>
  rowsOf(
    database,
    `select t.external_id, c.external_id as customer, t.amount, t.product, t.occurred_at, t.recorded_at
     from "transaction" t join customer c on c.id = t.customer_id where t.company_id = $1 order by 1`,
    [companyId],
  );

describe('an import killed in the middle', () => {
  test('goes on where it stopped and ends like one that was never interrupted', async () => {
    const whole = (await seedCompany(database)).id;
    const interrupted = (await seedCompany(database)).id;
    for (const id of [whole, interrupted])
      await importInto(database, id, 'customers', await fileOf('c.csv', customersFile()));
    const reference = await fileOf('all.csv', transactionsFile());
    const expected = await importInto(database, whole, 'transactions', reference, { batchSize: 100 });

    const file = await fileOf('killed.csv', transactionsFile());
    const batches = await killedImport(interrupted, file);
    // The server may still be finishing the statement of the process that died.
    await rowsOf(
      database,
      `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name <> 'x' and pid <> pg_backend_pid() and state <> 'idle'`,
    );
    const [run] = await rowsOf<{ rows_done: string; finished: boolean }>(
      database,
      `select rows_done, finished from import_run where company_id = $1 and entity = 'transactions'`,
      [interrupted],
    );
    expect(batches).toBeGreaterThanOrEqual(3);
    expect(run?.finished).toBe(false);
    const done = Number(run?.rows_done);
    expect(done % 100).toBe(0);
    expect(done).toBeGreaterThanOrEqual(300);
    expect(done).toBeLessThan(3000);

    const rest = await importInto(database, interrupted, 'transactions', file, { batchSize: 100 });
    expect(rest.resumedAt).toBe(done);
    expect(rest.imported).toBe(3000 - done - rest.rejected);
    expect(await state(interrupted)).toEqual(await state(whole));
    expect(await readFile(rest.rejectsPath!, 'utf8')).toBe(await readFile(expected.rejectsPath!, 'utf8'));
    expect(expected.rejected).toBeGreaterThan(50);
  });

  test('may go on with another batch size', async () => {
    const { id } = await seedCompany(database);
    await importInto(database, id, 'customers', await fileOf('c.csv', customersFile()));
    const file = await fileOf('t.csv', transactionsFile());
    const stop = new AbortController();
    await expect(
      importInto(database, id, 'transactions', file, {
        batchSize: 70,
        signal: stop.signal,
        onProgress: ({ rowsDone }) => {
          if (rowsDone >= 700) stop.abort();
        },
      }),
    ).rejects.toMatchObject({
      code: 'cancelled',
      remedy: expect.stringContaining('goes on where it stopped'),
    });
    const rest = await importInto(database, id, 'transactions', file, { batchSize: 1000 });
    expect(rest.resumedAt).toBe(700);
    const again = await importInto(database, id, 'transactions', file);
    expect(again).toMatchObject({ imported: 0, updated: 0, resumedAt: 0 });
    expect(again.unchanged + again.rejected).toBe(3000);
  });
});
