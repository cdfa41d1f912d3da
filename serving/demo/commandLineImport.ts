import { spawn } from 'node:child_process';
import { Problem } from '../../base/problem.ts';
import { programBeside } from '../../base/program.ts';
import type { HistoryFile } from '../../simulator/history/writeHistory.ts';

/** Imports one file as a user would: with the command line, in a process of its own. */
export async function importByCommandLine(
  file: HistoryFile,
  target: { company: string; databaseUrl: string; dataDirectory: string; now: Date },
): Promise<void> {
  const { path, execArgv } = programBeside(import.meta.url, '../linkloop');
  const args = ['import', file.entity, file.path, '--map', file.mapPath, '--company', target.company];
  const child = spawn(process.execPath, [...execArgv, path, ...args], {
    env: {
      ...process.env,
      DATABASE_URL: target.databaseUrl,
      LINKLOOP_DATA: target.dataDirectory,
      LINKLOOP_NOW: target.now.toISOString(),
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    throw new Problem('internal', `linkloop ${args.join(' ')} ended with ${code}:\n${said}`);
  }
}
