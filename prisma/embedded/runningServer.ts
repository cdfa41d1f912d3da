import { readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerHome } from './dataFolder.ts';
import { isRunning } from './process.ts';

export interface RunningServer {
  readonly pid: number;
  readonly port: number;
}

/** The server that runs on this home, if one does. Says so from the files alone: it does not connect. */
export async function findRunning({ data }: ServerHome): Promise<RunningServer | undefined> {
  const lines = await postmasterLines(data);
  if (lines?.[7]?.trim() !== 'ready') return undefined;
  const pid = Number(lines[0]);
  return runsServer(pid, data) ? { pid, port: Number(lines[3]) } : undefined;
}

async function postmasterLines(data: string): Promise<string[] | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => undefined);
  return text?.split('\n');
}

/** Removes what a server that no longer runs has left; PostgreSQL would take it for a running one. */
export async function removeStalePid(data: string): Promise<void> {
  const lines = await postmasterLines(data);
  if (lines !== undefined && !runsServer(Number(lines[0]), data)) {
    await rm(join(data, 'postmaster.pid'), { force: true });
  }
}

/**
 * Whether the process serves this data folder. After a crash or in a restarted container its number may belong
 * to anything, our own process included, which PostgreSQL would take for a server that still runs.
 */
function runsServer(pid: number, data: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  if (process.platform !== 'linux') return isRunning(pid);
  try {
    // Empty for a zombie.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(data);
  } catch {
    return false;
  }
}
