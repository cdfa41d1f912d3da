import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pastFingerprint } from '../../notebooks/pastFingerprint.ts';

let root: string;
const write = (file: string, text: string) => writeFile(join(root, file), text);
const played = () => pastFingerprint(root, { weeks: 2 });

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'linkloop-past-'));
  for (const room of ['base', 'features', 'models', 'feedback', 'training', 'serving', 'simulator'])
    await mkdir(join(root, room));
  await mkdir(join(root, 'prisma/migrations/one'), { recursive: true });
  await mkdir(join(root, 'prisma/generated'));
  await write('models/model.ts', 'one');
});
afterAll(() => rm(root, { recursive: true, force: true }));

test('a past is another one after a change of code, a migration or of what was asked for, and only then', async () => {
  const before = await played();
  await write('prisma/generated/client.ts', 'generated');
  await write('models/README.md', 'prose');
  expect(await played()).toBe(before);
  await write('prisma/migrations/one/migration.sql', 'alter table');
  const migrated = await played();
  await write('models/model.ts', 'two');
  const changed = await played();
  expect(new Set([before, migrated, changed, await pastFingerprint(root, { weeks: 3 })]).size).toBe(4);
});
