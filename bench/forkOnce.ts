import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Problem } from '../base/problem.ts';

/**
 * Runs a program that sends one message, in a process of its own, so that time and memory are its alone.
 * @param path of the program without its ending, relative to `from`: a TypeScript source or what it was compiled to
 * @throws Problem internal when it ends without an answer
 */
export async function forkOnce<Answer>(
  path: string,
  from: string,
  parameters: readonly (string | number)[],
  { signal, options = [] }: { readonly signal: AbortSignal; readonly options?: readonly string[] },
): Promise<Answer> {
  const program = fileURLToPath(new URL(`${path}${from.slice(-3)}`, from));
  const child = fork(program, parameters.map(String), {
    signal,
    execArgv: [...process.execArgv, ...options],
  });
  let answer: Answer | undefined;
  child.on('message', (message) => {
    answer = message as Answer;
  });
  const [code] = (await once(child, 'close', { signal })) as [number | null];
  if (answer === undefined)
    throw new Problem('internal', `${path} ended with exit code ${code} and no answer.`);
  return answer;
}
