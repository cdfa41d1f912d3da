import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Problem } from '../../base/problem.ts';
import type { RegisterCommand } from './commandLine.ts';

/** `linkloop bench <name>`: the benchmarks are a program of their own, for nothing of the service may import them. */
export const registerBench: RegisterCommand = (program, line) => {
  program
    .command('bench <name>')
    .description('measure this project against its peers: train, predict ...')
    .option('--quick', 'less of everything, to see that it runs; the numbers are not for comparison')
    .addHelpText('after', '\nExamples:\n  linkloop bench predict\n  linkloop bench predict --json')
    .action(async (name: string, { quick }: { quick?: boolean }) => {
      const compiled = import.meta.url.endsWith('.js');
      const script = fileURLToPath(new URL(`../../bench/main.${compiled ? 'js' : 'ts'}`, import.meta.url));
      const json = program.opts<{ json?: boolean }>().json === true;
      const options = [...(quick ? ['--quick'] : []), ...(json ? ['--json'] : [])];
      const child = spawn(process.execPath, [...process.execArgv, script, name, ...options], {
        stdio: ['ignore', 'pipe', 'inherit'],
        signal: line.signal,
      });
      const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
      if (code !== 0)
        throw new Problem('internal', `The benchmark ${name} ended with exit code ${code}.`, {
          remedy: 'What went wrong stands above.',
        });
      if (json) line.answer(JSON.parse(printed.trimEnd().split('\n').at(-1)!) as object, '');
      else line.answer({}, printed.trimEnd());
    });
};
