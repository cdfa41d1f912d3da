import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RegisterCommand } from '../serving/commands/commandLine.ts';
import { runProgram } from '../serving/commands/runProgram.ts';
import type { Bench } from './bench.ts';
import { benches } from './benches.ts';
import { report } from './report.ts';

/** `npm run bench -- <id> [--quick] [--json]` */
const registerBench =
  (bench: Bench): RegisterCommand =>
  (program, line) => {
    program
      .name('npm run bench --')
      .description('Measures this project against its peers, in turns on the same machine.')
      .command(bench.id)
      .description(bench.summary)
      .option('--quick', 'less of everything, to see that it runs; the numbers are not for comparison')
      .action(async ({ quick }: { quick?: boolean }) => {
        const folder = await mkdtemp(join(tmpdir(), 'linkloop-bench-'));
        try {
          const { signal, note } = line;
          const result = await bench.run({ quick: quick === true, folder, signal, note });
          line.answer({ bench: bench.id, quick: quick === true, ...result.figures }, report(result));
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      });
  };

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interruption.abort());

process.exitCode = await runProgram(process.argv.slice(2), benches.map(registerBench), {
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interruption.signal,
});
