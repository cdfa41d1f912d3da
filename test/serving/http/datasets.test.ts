import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DatasetRow } from '../../../features/datasetRow.ts';
import { writeSnapshot } from '../../../features/datasetSnapshot.ts';
import { insertDataset } from '../../../prisma/repositories/datasets.ts';
import { type Ask, type TestApi, testApi } from '../../support/api.ts';

let api: TestApi;
let directory: string;
let ask: Ask;
let strangers: Ask;
let id: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'linkloop-http-datasets-'));
  api = await testApi({ LINKLOOP_DATA: directory });
  const own = await api.company('operate');
  ({ ask } = own);
  ({ ask: strangers } = await api.company('operate'));
  const rows = Array.from(
    { length: 100 },
    (_, index): DatasetRow => ({
      subjectId: `0000000${index % 10}-0000-7000-8000-000000000000`,
      asOf: new Date(Date.UTC(2025, 0, 1 + index)),
      label: index % 3 === 0 ? 1 : 0,
      weight: 1,
      features: { told: index % 3 === 0 ? 9 : 1, visits: index % 7 },
    }),
  );
  const { companyId } = own;
  const { path, hash, manifest } = await writeSnapshot({
    directory,
    companyId,
    task: 'churn',
    rows,
    definitionHash: 'd',
    labelDefinition: 'churn.reported',
    horizonDays: 30,
  });
  ({ id } = await insertDataset(api.application.database.pool, {
    companyId,
    task: 'churn',
    path,
    hash,
    manifest,
    definitionHash: 'd',
    rowCount: rows.length,
    asOfFrom: rows[0]!.asOf,
    asOfTo: rows.at(-1)!.asOf,
    recordedAt: api.clock.now(),
  }));
});
afterAll(async () => {
  await api.close();
  await rm(directory, { recursive: true, force: true });
});

test('a company sees its datasets and what they hold, and no other company does', async () => {
  const none = { datasets: [], next: null };
  expect((await ask('GET', '/api/datasets?task=churn')).body).toMatchObject({
    datasets: [{ id, task: 'churn', rows: 100 }],
    next: null,
  });
  expect((await ask('GET', '/api/datasets?task=nba')).body).toEqual(none);
  const { status, body } = await ask('GET', `/api/datasets/${id}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({ labelDefinition: 'churn.reported', censored: null, drift: null });
  expect(body.suspicions).toMatchObject([{ kind: 'foretells', columns: ['told'] }]);
  expect((await strangers('GET', '/api/datasets')).body).toEqual(none);
  expect((await strangers('GET', `/api/datasets/${id}`)).status).toBe(404);
  expect((await ask('GET', '/api/datasets/clv')).body).toMatchObject({ code: 'not_found' });
});

test('only who operates may look', async () => {
  const { ask: caller } = await api.company('predict');
  expect((await caller('GET', '/api/datasets')).status).toBe(403);
  expect((await caller('GET', '/api/monitoring/features')).status).toBe(403);
});

test('the state of features is told', async () => {
  const { body } = await ask('GET', '/api/monitoring/features');
  expect(body.consistency).toMatchObject({ checked: 0, skewed: 0 });
  expect(body.freshness).toHaveLength(6);
});
