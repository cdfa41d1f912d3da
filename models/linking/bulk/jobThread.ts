import { parentPort } from 'node:worker_threads';
import { type JobName, jobs, type Tools, Workplace } from './jobs.ts';

/** One message from the crew: tools to hand out, or a job to do. */
export type ThreadMessage =
  | { readonly tools: Tools }
  | { readonly number: number; readonly name: JobName; readonly input: unknown };

/** What a thread answers to a job. */
export type ThreadAnswer =
  | { readonly number: number; readonly result: unknown }
  | { readonly number: number; readonly error: unknown };

// A thread of the crew (crew.ts): does one job after the other, as they come.
const place = new Workplace();
parentPort?.on('message', (message: ThreadMessage) => {
  if ('tools' in message) {
    place.hand(message.tools);
    return;
  }
  const { number, name, input } = message;
  try {
    const result = jobs[name](place, input as never);
    parentPort?.postMessage({ number, result } satisfies ThreadAnswer, buffersOf(result));
  } catch (error) {
    parentPort?.postMessage({ number, error } satisfies ThreadAnswer);
  }
});

/** Large arrays of a result change hands instead of being copied; shared ones stay where they are. */
function buffersOf(result: unknown): ArrayBuffer[] {
  const parts = typeof result === 'object' && result !== null ? [result, ...Object.values(result)] : [];
  return parts.flatMap((part) =>
    ArrayBuffer.isView(part) && part.buffer instanceof ArrayBuffer ? [part.buffer] : [],
  );
}
