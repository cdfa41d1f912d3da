import { randomBytes } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../base/problem.ts';
import { isAlive, ownIdentity, type ProcessIdentity } from './process.ts';

/**
 * Runs `work` while no other process of this machine runs work under the same folder. A holder that dies is
 * passed over.
 *
 * The folder holds numbered claims; the holder is who made the highest one. A claim is made by linking a
 * finished file to the next number, which only one can do, and given up by marking it; the highest claim is
 * never deleted, so a number means the same to everybody and a dead holder's claim can be passed over without
 * the race of deleting it.
 *
 * @throws Problem 'unavailable' when a living process holds the lock for longer than `patience` milliseconds.
 */
export async function withProcessLock<T>(
  folder: string,
  work: () => Promise<T>,
  patience = 120_000,
): Promise<T> {
  await mkdir(folder, { recursive: true });
  const claim = await acquire(folder, Date.now() + patience);
  try {
    return await work();
  } finally {
    await release(folder, claim);
  }
}

async function acquire(folder: string, deadline: number): Promise<number> {
  const draft = join(folder, `draft-${process.pid}-${randomBytes(6).toString('hex')}`);
  await writeFile(draft, JSON.stringify(ownIdentity()));
  try {
    for (;;) {
      const highest = await highestClaim(folder);
      const holder = await holderOf(folder, highest);
      if (holder === undefined || !isAlive(holder)) {
        const mine = highest + 1;
        if ((await take(draft, claimPath(folder, mine))) && (await highestClaim(folder)) === mine)
          return mine;
      } else if (Date.now() > deadline) {
        throw new Problem('unavailable', `Process ${holder.pid} has held ${folder} for too long.`, {
          remedy: `Look at what process ${holder.pid} is doing; the lock is free as soon as it ends.`,
        });
      } else {
        await sleep(20 + 30 * Math.random());
      }
    }
  } finally {
    await rm(draft, { force: true });
  }
}

async function release(folder: string, claim: number): Promise<void> {
  const mark = join(folder, `draft-${process.pid}-${randomBytes(6).toString('hex')}`);
  await writeFile(mark, 'released');
  await rename(mark, claimPath(folder, claim));
  for (const name of await readdir(folder)) {
    const number = claimNumber(name);
    if (number > 0 && number < claim) await rm(join(folder, name), { force: true });
  }
}

function claimPath(folder: string, number: number): string {
  return join(folder, `claim-${number}`);
}

function claimNumber(name: string): number {
  return name.startsWith('claim-') ? Number(name.slice('claim-'.length)) : 0;
}

async function highestClaim(folder: string): Promise<number> {
  return Math.max(0, ...(await readdir(folder)).map(claimNumber));
}

async function holderOf(folder: string, claim: number): Promise<ProcessIdentity | undefined> {
  try {
    return JSON.parse(await readFile(claimPath(folder, claim), 'utf8')) as ProcessIdentity;
  } catch {
    // Released, passed over meanwhile, or there has never been one.
    return undefined;
  }
}

async function take(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
