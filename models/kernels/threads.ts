import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { KernelMemory } from './kernelMemory.ts';
import { kernelModule, kernelNames } from './kernelModule.ts';

/**
 * Runs kernels in several threads at once. The first 64 bytes of the memory are `control` (Int32): [0] calls made, [1] how
 * often a helper finished one, [2] the kernel's number or -1 to go home, [3] its arguments' count, [4] 1 when a helper
 * failed, [5] how many went home; then 16 doubles of arguments. Barriers are JavaScript's Atomics.
 */
export interface Threads {
  readonly count: number;
  /** Calls kernel(thread, threads, ...values) in every thread, this one included, and waits for all. */
  run(kernel: string, ...values: number[]): void;
  close(): void;
}

const spins = 4000;
/** More threads than this are never started; they would wait for each other more than they work. */
const mostThreads = 64;

/** How many threads a fit gets that asks for `asked`. */
export const threadCountOf = (asked = 1): number => Math.max(1, Math.min(Math.floor(asked), mostThreads));

/** Helpers without work. They do not keep the process alive. */
const idle: Worker[] = [];

export async function openThreads(room: KernelMemory, count: number): Promise<Threads> {
  const helpers = idle.splice(0, count - 1);
  while (helpers.length < count - 1) helpers.push(startHelper());
  const control = room.int32(0, 16);
  const values = room.float64(64, 16);
  control.fill(0);
  await Promise.all(
    helpers.map(async (helper, index) => {
      helper.ref();
      helper.postMessage({ memory: room.memory, thread: index + 1, threads: count });
      await once(helper, 'message');
      helper.unref();
    }),
  );
  const numbers = new Map(kernelNames().map((name, number) => [name, number]));
  let finished = 0;
  let closed = false;

  return {
    count,
    run(kernel, ...given) {
      if (helpers.length === 0) {
        room.kernels[kernel]!(0, 1, ...given);
        return;
      }
      values.set(given);
      control[2] = numbers.get(kernel)!;
      control[3] = given.length;
      Atomics.add(control, 0, 1);
      Atomics.notify(control, 0);
      room.kernels[kernel]!(0, count, ...given);
      finished += helpers.length;
      waitFor(control, 1, finished);
      if (control[4] !== 0) throw new Error(`the kernel ${kernel} failed in a thread`);
    },
    close() {
      if (closed) return;
      closed = true;
      control[2] = -1;
      Atomics.add(control, 0, 1);
      Atomics.notify(control, 0);
      // The memory may be another fit's from here on.
      waitFor(control, 5, helpers.length);
      for (const helper of helpers) helper.once('message', () => idle.push(helper));
    },
  };
}

/** Spins for a moment, then sleeps, until control[index] is `value`. */
function waitFor(control: Int32Array, index: number, value: number): void {
  for (let spin = 0; spin < spins && Atomics.load(control, index) !== value; spin++);
  for (let now = Atomics.load(control, index); now !== value; now = Atomics.load(control, index))
    Atomics.wait(control, index, now);
}

function startHelper(): Worker {
  const helper = new Worker(fileURLToPath(new URL('./thread.js', import.meta.url)), {
    workerData: { module: kernelModule(), names: kernelNames() },
    // What makes the caller run (a TypeScript loader, say) is of no use to plain JavaScript.
    execArgv: [],
  });
  helper.unref();
  return helper;
}
