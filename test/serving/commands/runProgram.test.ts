import { expect, test } from '@jest/globals';
import { runProgram } from '../../../serving/commands/runProgram.ts';

test('what is interrupted says so in one line, without a stack', async () => {
  let stdout = '';
  let stderr = '';
  const stop = new AbortController();
  const code = await runProgram(
    ['linger', '--json'],
    [
      (program, { signal }) => {
        program.command('linger').action(() => {
          stop.abort();
          signal.throwIfAborted();
        });
      },
    ],
    {
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
      signal: stop.signal,
    },
  );
  expect(code).toBe(1);
  expect(stderr).toBe('Interrupted: nothing was finished. [cancelled]\n');
  expect(JSON.parse(stdout)).toMatchObject({ problem: { code: 'cancelled' } });
});
