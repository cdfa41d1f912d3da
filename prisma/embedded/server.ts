import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmod, mkdir, open, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Problem } from '../../base/problem.ts';
import { findBinaries } from './binaries.ts';
import { ensureCluster } from './cluster.ts';
import type { ServerHome } from './dataFolder.ts';
import { freePort, isFree } from './loopbackPort.ts';
import { findRunning, type RunningServer, removeStalePid } from './runningServer.ts';

const run = promisify(execFile);

/** Values for an installation that shares a small machine with Node; all else as PostgreSQL comes. */
const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  random_page_cost: '1.1',
  // Queries are short and many; the cores are shared with training, and /dev/shm is small in containers.
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
};

const startPatience = 60_000;
const portTaken = /could not bind|could not create any TCP\/IP sockets/;
/** Reasons not to start that go away: also, the children of a killed server need a moment to leave. */
const passing = new RegExp(
  `${portTaken.source}|shared memory block .* still in use|lock file .* already exists`,
);
const largeLog = 10 * 1024 * 1024;

/**
 * Starts the server on its data folder, which is made first when it is missing. Must be called under the lock,
 * with no server running.
 *
 * @throws Problem 'unavailable' with the end of the server's log when it does not come up.
 */
export async function startServer(
  home: ServerHome,
  overrides: Readonly<Record<string, string>> = {},
): Promise<RunningServer> {
  const binaries = await findBinaries(home.account);
  await ensureCluster(home, binaries.program('initdb'), binaries.version);
  const deadline = Date.now() + startPatience;
  let port = await previousPort(home);
  for (;;) {
    await removeStalePid(home.data);
    if (port === undefined || !(await isFree(port))) port = await freePort();
    const attempt = await launch(home, binaries.program('postgres'), { ...settings, ...overrides }, port);
    if ('pid' in attempt) {
      await writeFile(join(home.control, 'port'), `${attempt.port}\n`);
      return attempt;
    }
    if (!passing.test(attempt.log) || Date.now() > deadline) {
      throw new Problem('unavailable', `The embedded PostgreSQL server did not start:\n${attempt.log}`, {
        remedy: `Its whole log is ${join(home.control, 'log')}.`,
      });
    }
    if (portTaken.test(attempt.log)) port = undefined;
    await sleep(100);
    // One that an earlier process had begun to start may be ready by now.
    const running = await findRunning(home);
    if (running !== undefined) return running;
  }
}

/** Stops the server after ending its sessions; everything committed is on disk. */
export async function stopServer(home: ServerHome): Promise<void> {
  const binaries = await findBinaries(home.account);
  await run(binaries.program('pg_ctl'), ['stop', '-D', home.data, '-m', 'fast', '-w', '-t', '60'], {
    ...home.account,
    cwd: '/',
  }).catch((error: Error) => {
    // It may have ended by itself meanwhile.
    if (!/PID file .* does not exist|No such process/.test(error.message)) throw error;
  });
}

/** One attempt; what the server wrote to its log when it ended before it was ready. */
async function launch(
  home: ServerHome,
  postgres: string,
  values: Readonly<Record<string, string>>,
  port: number,
): Promise<RunningServer | { log: string }> {
  const logPath = join(home.control, 'log');
  let logStart = (await stat(logPath).catch(() => undefined))?.size ?? 0;
  if (logStart > largeLog) {
    await rename(logPath, `${logPath}.old`);
    logStart = 0;
  }
  const log = await open(logPath, 'a', 0o600);
  let child: ChildProcess;
  try {
    const options = Object.entries({ ...values, port: String(port) }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]);
    child = spawn(postgres, ['-D', home.data, ...options], {
      ...home.account,
      cwd: '/',
      // A group of its own: Ctrl-C in our terminal must not reach it, and it outlives us when others use it.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
  } finally {
    await log.close();
  }
  child.unref();
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  let failure = '';
  child.once('error', (error) => {
    ended = true;
    failure = error.message;
  });
  const deadline = Date.now() + startPatience;
  while (!ended) {
    const server = await findRunning(home);
    if (server !== undefined && server.pid === child.pid) return server;
    if (Date.now() > deadline) {
      // Recovery after a crash may take longer than we wait; it goes on, and the next start joins it.
      throw new Problem('unavailable', 'The embedded PostgreSQL server is still starting.', {
        remedy: `Try again in a minute; its log is ${logPath}.`,
      });
    }
    await sleep(20);
  }
  const written = (await readFile(logPath)).subarray(logStart).toString();
  return { log: failure + written.split('\n').slice(-12).join('\n') };
}

async function previousPort({ control }: ServerHome): Promise<number | undefined> {
  const port = Number(await readFile(join(control, 'port'), 'utf8').catch(() => ''));
  return Number.isInteger(port) && port > 0 ? port : undefined;
}

/** Creates the control folder so that the server account can pass through it. */
export async function prepareControl(control: string): Promise<void> {
  const created = await mkdir(control, { recursive: true });
  if (created !== undefined) await chmod(control, 0o711);
}
