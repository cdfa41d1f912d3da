import type { z } from 'zod';
import { HttpProblem } from '../client.ts';
import type { Scene } from './run.ts';

/** More failed answers than this in one week are no accident: the run stops and shows the first of each kind. */
const MOST_FAILURES = 100;

function note(scene: Scene, what: string, kind: string, message: string): void {
  const { failures } = scene.record;
  const key = `${what}: ${kind}`;
  const known = failures.get(key);
  if (known === undefined) failures.set(key, { count: 1, example: message });
  else known.count++;
  const total = [...failures.values()].reduce((sum, failure) => sum + failure.count, 0);
  if (total > MOST_FAILURES) {
    const examples = [...failures].map(([name, failure]) => `${name} x${failure.count}: ${failure.example}`);
    throw new Error(`More than ${MOST_FAILURES} requests of the week failed.\n${examples.join('\n')}`);
  }
}

/**
 * Sends a request and reads the parts of the answer the simulator needs. A refused request or an unexpected
 * answer is counted under `what` and gives null; so does 204.
 */
export async function ask<T>(
  scene: Scene,
  what: string,
  send: () => Promise<unknown>,
  shape: z.ZodType<T>,
): Promise<T | null> {
  try {
    const answer = await send();
    if (answer === null) return null;
    const read = shape.safeParse(answer);
    if (read.success) return read.data;
    note(
      scene,
      what,
      'unexpected answer',
      `${read.error.message} in ${JSON.stringify(answer).slice(0, 500)}`,
    );
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error;
    note(scene, what, `${error.status} ${error.code ?? ''}`.trim(), error.message);
  }
  return null;
}
