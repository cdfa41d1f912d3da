import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import {
  type LinkedRecords,
  type LinkOptions,
  linkRecords,
} from '../../../../models/linking/bulk/linkRecords.ts';
import { people, peopleColumns, tableOf } from './people.ts';

const folder = mkdtempSync(join(tmpdir(), 'linkloop-stopped-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// More pairs than are compared without keys.
const { rows } = people(1150, 9);
const table = tableOf(peopleColumns, rows);

/** Everything a run says, as text. */
async function outcome(options: LinkOptions): Promise<string> {
  return textOf(await linkRecords(table, options));
}

function textOf(linked: LinkedRecords): string {
  const { pairs, clusters, keys, likelihoods, candidateCount, estimatedCompleteness } = linked;
  const said = JSON.stringify([
    [...pairs],
    [...(clusters ?? [])],
    keys,
    likelihoods,
    candidateCount,
    estimatedCompleteness,
  ]);
  linked.dispose();
  return said;
}

const plain = outcome({ threads: 1 });

test('the number of threads changes nothing', async () => {
  expect(await outcome({ threads: 3 })).toBe(await plain);
});

test('nor does the memory: pairs without room go to disk', async () => {
  // Few people with many records each: some ten thousand pairs.
  const crowd = Array.from({ length: 1150 }, (_, row) => rows[row % 40]!);
  const crowded = tableOf(peopleColumns, crowd);
  const roomy = await linkRecords(crowded, { threads: 1 });
  const narrow = await linkRecords(crowded, { threads: 1, memory: 1 });
  expect([roomy.spilledBytes, narrow.spilledBytes > 100_000]).toEqual([0, true]);
  expect(roomy.pairs.counts.link).toBeGreaterThan(10_000);
  expect(textOf(narrow) === textOf(roomy)).toBe(true);
});

describe('a run that was stopped', () => {
  test('goes on from what it finished, with less memory and more threads too', async () => {
    const work = join(folder, 'aborted');
    const controller = new AbortController();
    const stopped = linkRecords(table, {
      threads: 1,
      work,
      signal: controller.signal,
      onProgress(_, doing, pairs) {
        if (doing === 'comparing candidates' && pairs !== undefined && pairs > 0) controller.abort();
      },
    });
    await expect(stopped).rejects.toThrow('abort');
    const parts = () => readdirSync(work).filter((name) => name.startsWith('part-'));
    const finished = parts();
    expect(finished.length).toBeGreaterThan(0);
    const times = finished.map((name) => statSync(join(work, name)).mtimeMs);
    expect(await outcome({ threads: 1, memory: 1, work })).toBe(await plain);
    expect(parts().length).toBeGreaterThan(finished.length);
    expect(finished.map((name) => statSync(join(work, name)).mtimeMs)).toEqual(times);
    // Nothing is left to do: every stage is taken from the folder.
    expect(await outcome({ threads: 1, work })).toBe(await plain);
    // What a machine that went down left behind: half a file, and files of processes that are gone.
    const part = join(work, finished[0]!);
    writeFileSync(part, readFileSync(part).subarray(0, -4));
    const leftovers = ['score-4194305-0.run', 'rows-4194305-7.run', 'model.json.4194305.half'];
    for (const name of leftovers) writeFileSync(join(work, name), 'x');
    expect(await outcome({ threads: 1, work })).toBe(await plain);
    expect(readdirSync(work).filter((name) => leftovers.includes(name))).toEqual([]);
  });

  test('was killed: the stages it finished count', async () => {
    const work = join(folder, 'killed');
    const input = join(folder, 'table.json');
    writeFileSync(
      input,
      JSON.stringify({
        ...table,
        columns: table.columns.map((column) => ({ ...column, codes: [...column.codes] })),
      }),
    );
    const module = new URL('../../../../models/linking/bulk/linkRecords.ts', import.meta.url).href;
    const program = `
      import { readFileSync } from 'node:fs';
      import { linkRecords } from ${JSON.stringify(module)};
      const table = JSON.parse(readFileSync(${JSON.stringify(input)}, 'utf8'));
      for (const column of table.columns) column.codes = Int32Array.from(column.codes);
      // Stands still when the model is learned, until it is killed.
      const onProgress = (share, doing) => {
        if (doing === 'comparing candidates') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      };
      await linkRecords(table, { threads: 1, work: ${JSON.stringify(work)}, onProgress });
    `;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const ended = once(child, 'exit');
    while (!existsSync(join(work, 'part-0.bin')) && child.exitCode === null)
      await new Promise((wake) => setTimeout(wake, 20));
    child.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
    const model = readFileSync(join(work, 'model.json'), 'utf8');
    expect(await outcome({ threads: 1, work })).toBe(await plain);
    expect(readFileSync(join(work, 'model.json'), 'utf8')).toBe(model);
  });

  test('of other records or options is not taken up', async () => {
    const work = join(folder, 'aborted');
    await expect(linkRecords(table, { threads: 1, work, region: 'AT' })).rejects.toMatchObject({
      code: 'conflict',
    });
    const others = tableOf(peopleColumns, people(1150, 10).rows);
    await expect(linkRecords(others, { threads: 1, work })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('cannot use a file as its folder', async () => {
    const work = join(folder, 'file');
    writeFileSync(work, '');
    await expect(linkRecords(table, { threads: 1, work })).rejects.toMatchObject({ code: 'unavailable' });
  });
});
