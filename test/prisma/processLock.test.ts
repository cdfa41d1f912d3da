import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isAlive, ownIdentity } from '../../prisma/embedded/process.ts';
import { withProcessLock } from '../../prisma/embedded/processLock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkloop-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('isAlive', () => {
  test('tells a process from a later one with the same number, and from none', async () => {
    expect(isAlive(ownIdentity())).toBe(true);
    const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(child, 'exit');
    expect(isAlive({ pid: child.pid!, started: '' })).toBe(false);
    if (process.platform === 'linux')
      expect(isAlive({ pid: process.pid, started: 'another boot/1' })).toBe(false);
  });
});

describe('withProcessLock', () => {
  test('lets one in at a time', async () => {
    let inside = 0;
    let most = 0;
    let total = 0;
    const work = async () => {
      inside++;
      most = Math.max(most, inside);
      await sleep(1);
      inside--;
      total++;
    };
    await Promise.all(Array.from({ length: 20 }, () => withProcessLock(folder, work)));
    expect({ most, total }).toEqual({ most: 1, total: 20 });
    expect(await readdir(folder)).toHaveLength(1);
  });

  test('passes over a holder that died, once', async () => {
    await writeFile(join(folder, 'claim-41'), JSON.stringify({ pid: 999_999_999, started: 'gone' }));
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 8 }, () =>
        withProcessLock(folder, async () => {
          inside++;
          most = Math.max(most, inside);
          await sleep(2);
          inside--;
        }),
      ),
    );
    expect(most).toBe(1);
  });

  test('is free again after work that failed', async () => {
    await expect(withProcessLock(folder, () => Promise.reject(new Error('failed')))).rejects.toThrow(
      'failed',
    );
    expect(await withProcessLock(folder, async () => 'next')).toBe('next');
  });

  test('says who holds it when patience ends', async () => {
    await writeFile(join(folder, 'claim-1'), JSON.stringify(ownIdentity()));
    await expect(withProcessLock(folder, async () => 0, 10)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(String(process.pid)),
    });
  });
});
