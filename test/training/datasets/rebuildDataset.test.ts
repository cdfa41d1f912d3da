import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SettableClock } from '../../../base/clock.ts';
import { writeSnapshot } from '../../../features/datasetSnapshot.ts';
import { recordCorrection } from '../../../feedback/corrections.ts';
import { mergeCustomers } from '../../../feedback/entities/merge.ts';
import type { Database } from '../../../prisma/database.ts';
import { insertDataset } from '../../../prisma/repositories/datasets.ts';
import { transaction } from '../../../prisma/transaction.ts';
import { importRows } from '../../../serving/import/importRows.ts';
import { rebuildDataset } from '../../../training/datasets/rebuildDataset.ts';
import { linkingExamples } from '../../../training/pipelines/linkingExamples.ts';
import { pairsDataset } from '../../../training/pipelines/pairsDataset.ts';
import { seedCompany, testDatabase } from '../../support/database.ts';

let database: Database;
let directory: string;
beforeAll(async () => {
  database = await testDatabase();
  directory = await mkdtemp(join(tmpdir(), 'linkloop-rebuild-'));
});
afterAll(async () => {
  await database.close();
  await rm(directory, { recursive: true, force: true });
});

test('the pairs of calls and candidates come out the same whatever becomes known later', async () => {
  const company = await seedCompany(database);
  const companyId = company.id;
  const clock = new SettableClock(new Date('2025-01-01T00:00:00Z'));
  const days = (n: number) => clock.set(new Date(clock.now().getTime() + n * 86_400_000));
  const add = (entity: 'customers' | 'calls', rows: object[]) =>
    importRows({ database, companyId, entity, rows, clock });
  const person = (index: number) => ({
    givenName: ['Anna', 'Bert', 'Clara', 'Dora'][index % 4],
    familyName: ['Meier', 'Maier', 'Ott'][index % 3],
    phone: `0151 55500${10 + (index % 7)}`,
  });
  const idOf = async (entity: 'customer' | 'call', externalId: string) =>
    (
      await database.pool.query(`select id from ${entity} where company_id = $1 and external_id = $2`, [
        companyId,
        externalId,
      ])
    ).rows[0].id as string;
  const correct = async (call: string, customer: string | null) => {
    const said = {
      companyId,
      callId: await idOf('call', call),
      toCustomerId: customer === null ? null : await idOf('customer', customer),
      reviewer: 'ruth',
      occurredAt: clock.now(),
    };
    await transaction(database, (client) => recordCorrection(client, said, clock.now()));
  };
  const call = (index: number) => ({
    externalId: `K-${index}`,
    occurredAt: clock.now().toISOString(),
    ...person(index),
  });

  await add(
    'customers',
    Array.from({ length: 12 }, (_, index) => ({ externalId: `C-${index}`, ...person(index) })),
  );
  days(1);
  await add(
    'calls',
    Array.from({ length: 20 }, (_, index) => call(index)),
  );
  days(1);
  await correct('K-1', 'C-1');
  await correct('K-2', 'C-2');
  await correct('K-3', null);
  days(1);

  const wanted = { database, company, asOf: clock.now(), seed: 7 };
  const built = pairsDataset(await linkingExamples(wanted), wanted);
  const { path, hash, manifest } = await writeSnapshot({ directory, companyId, ...built });
  const dataset = await insertDataset(database.pool, {
    companyId,
    task: 'linking',
    path,
    hash,
    manifest,
    definitionHash: built.definitionHash,
    rowCount: built.rows.length,
    asOfFrom: new Date(manifest.asOfFrom),
    asOfTo: new Date(manifest.asOfTo),
    recordedAt: clock.now(),
  });
  expect(built.rows.filter(({ label }) => label === 1)).toHaveLength(2);
  const again = () => rebuildDataset(database.pool, directory, dataset);

  // Later: other answers, a merge, somebody new, another name, more calls.
  days(1);
  await correct('K-1', 'C-5');
  await correct('K-4', 'C-4');
  const [customerId, intoId] = [await idOf('customer', 'C-2'), await idOf('customer', 'C-6')];
  const merge = {
    companyId,
    customerId,
    intoId,
    source: 'person',
    actor: 'ruth',
    occurredAt: clock.now(),
  } as const;
  await transaction(database, (client) => mergeCustomers(client, merge, clock.now()));
  await add('customers', [
    { externalId: 'C-1', ...person(1), familyName: 'Ott' },
    { externalId: 'C-99', ...person(1) },
  ]);
  await add('calls', [call(31), call(32)]);
  expect(await again()).toMatchObject({ same: true, hash, diff: { onlyBefore: 0, onlyNow: 0 } });

  // What is entered with an earlier date is what the linker could not have seen.
  await database.prisma.customerIdentifier.updateMany({
    where: { companyId, kind: 'phone' },
    data: { recordedAt: new Date('2025-01-03T12:00:00Z') },
  });
  expect((await again()).same).toBe(false);
});
