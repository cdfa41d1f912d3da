import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { pauser } from '../../pause.ts';
import { type JobInput, type JobName, type JobResult, jobs, type Tools, Workplace } from './jobs.ts';
import type { ThreadAnswer, ThreadMessage } from './jobThread.ts';

/** More threads than this are never started; the one that collects results could not keep up. */
const mostThreads = 64;
/** Jobs that may be sent out per thread before the first of them is back. */
const ahead = 4;

/**
 * Does jobs in several threads, and hands over their results in the order of the jobs: whatever is made of them does not
 * depend on the number of threads. With one thread no other is started.
 */
export class Crew {
  readonly threads: number;
  readonly #signal: AbortSignal | undefined;
  readonly #place = new Workplace();
  readonly #workers: Worker[] = [];
  /** Why a thread ended that should not have. */
  #failure: unknown;

  constructor(threads: number, signal?: AbortSignal) {
    this.threads = Math.max(1, Math.min(mostThreads, Math.floor(threads)));
    this.#signal = signal;
    if (this.threads === 1) return;
    while (this.#workers.length < this.threads) {
      const worker = startWorker();
      worker.on('error', (error) => {
        this.#failure ??= error;
      });
      this.#workers.push(worker);
    }
  }

  /** Hands tools to everybody, for the jobs to come. */
  hand(tools: Tools): void {
    this.#place.hand(tools);
    for (const worker of this.#workers) worker.postMessage({ tools } satisfies ThreadMessage);
  }

  /** The tools of this thread. */
  get place(): Workplace {
    return this.#place;
  }

  /**
   * @param use called with one result after the other, in the order of the inputs
   * @throws what a job, `use` or the signal throws; the crew can be closed then, nothing else
   */
  async run<Name extends JobName>(
    name: Name,
    inputs: readonly JobInput<Name>[],
    use: (result: JobResult<Name>, number: number) => void,
  ): Promise<void> {
    if (this.#workers.length > 0) {
      await this.#share(name, inputs, use);
      return;
    }
    const pause = pauser(this.#signal);
    const job = jobs[name] as (place: Workplace, input: JobInput<Name>) => JobResult<Name>;
    for (const [number, input] of inputs.entries()) {
      await pause();
      use(job(this.#place, input), number);
    }
  }

  async #share<Name extends JobName>(
    name: Name,
    inputs: readonly JobInput<Name>[],
    use: (result: JobResult<Name>, number: number) => void,
  ): Promise<void> {
    this.#signal?.throwIfAborted();
    if (this.#failure !== undefined) throw this.#failure;
    const done = new Map<number, JobResult<Name>>();
    let sent = 0;
    let used = 0;
    const idle = [...this.#workers];
    let stop = () => {};
    try {
      await new Promise<void>((resolve, reject) => {
        const abort = () => reject(this.#signal?.reason);
        const feed = () => {
          while (idle.length > 0 && sent < inputs.length && sent < used + ahead * this.threads) {
            const number = sent++;
            idle.pop()!.postMessage({ number, name, input: inputs[number] } satisfies ThreadMessage);
          }
          if (used === inputs.length) resolve();
        };
        const answered = (worker: Worker) => (answer: ThreadAnswer) => {
          if ('error' in answer) {
            reject(answer.error);
            return;
          }
          idle.push(worker);
          done.set(answer.number, answer.result as JobResult<Name>);
          try {
            for (let next = done.get(used); done.has(used); next = done.get(used)) {
              done.delete(used);
              use(next as JobResult<Name>, used++);
            }
            feed();
          } catch (error) {
            reject(error);
          }
        };
        const listeners = this.#workers.map((worker) => ({ worker, answer: answered(worker) }));
        for (const { worker, answer } of listeners) {
          worker.on('message', answer);
          worker.on('error', reject);
        }
        this.#signal?.addEventListener('abort', abort);
        stop = () => {
          this.#signal?.removeEventListener('abort', abort);
          for (const { worker, answer } of listeners) {
            worker.off('message', answer);
            worker.off('error', reject);
          }
        };
        feed();
      });
    } finally {
      stop();
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.splice(0).map((worker) => worker.terminate()));
  }
}

/** Threads that a machine can keep busy. */
export const usefulThreads = (): number => availableParallelism();

/** The thread's module is TypeScript where this one is: from the sources it is loaded through tsx, from the build as it is. */
function startWorker(): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./jobThread.js', import.meta.url));
  const tsx = join(
    dirname(createRequire(import.meta.url).resolve('tsx/package.json')),
    'dist/esm/api/index.mjs',
  );
  const module = new URL('./jobThread.ts', import.meta.url).href;
  return new Worker(
    `import(${JSON.stringify(pathToFileURL(tsx).href)}).then(({ tsImport }) => tsImport(${JSON.stringify(module)}, ${JSON.stringify(import.meta.url)}))`,
    { eval: true, execArgv: [] },
  );
}
