import { fork } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { Problem, type ProblemCode } from '../base/problem.ts';
import { programBeside } from '../base/program.ts';
import type { TrainingReport } from './report.ts';

/** What the training process is told when it starts. */
export interface IsolatedRunRequest {
  readonly databaseUrl: string;
  readonly dataDirectory: string;
  readonly runId: string;
  /** Epoch milliseconds; its clock goes on from there. */
  readonly now: number;
}

/** What the training process says. */
export type IsolatedRunMessage =
  | { readonly kind: 'progress'; readonly share: number; readonly stage: string }
  | { readonly kind: 'done'; readonly report: TrainingReport }
  | { readonly kind: 'failed'; readonly code: ProblemCode | null; readonly message: string };

/**
 * Runs a training in a process of its own, with lower priority: fitting keeps a core busy for seconds, in
 * which this process must renew the job's lock and answer requests. Cancelling kills it, which is safe
 * because a run leaves nothing behind before the transaction that finishes it.
 *
 * @throws Problem as `runTraining` does; unavailable when the process died; cancelled
 */
export function runIsolated(
  request: IsolatedRunRequest,
  options: { signal?: AbortSignal; onProgress?: (share: number, stage: string) => void } = {},
): Promise<TrainingReport> {
  const { signal } = options;
  if (signal?.aborted) return Promise.reject(cancelled());
  const { path, execArgv } = programBeside(import.meta.url, './trainingProcess');
  const child = fork(path, { execArgv: [...execArgv] });
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  const kill = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', kill);

  return new Promise<TrainingReport>((resolve, reject) => {
    let answer: IsolatedRunMessage | undefined;
    child.on('message', (message: IsolatedRunMessage) => {
      if (message.kind === 'progress') options.onProgress?.(message.share, message.stage);
      else answer = message;
    });
    child.on('error', reject);
    child.on('exit', (code, killedBy) => {
      signal?.removeEventListener('abort', kill);
      if (answer?.kind === 'done') resolve(answer.report);
      else if (signal?.aborted) reject(cancelled());
      else if (answer?.kind === 'failed') {
        reject(answer.code === null ? new Error(answer.message) : new Problem(answer.code, answer.message));
      } else {
        reject(
          new Problem(
            'unavailable',
            `The training process ended early (${killedBy ?? `exit code ${code}`}).`,
          ),
        );
      }
    });
    child.send(request);
  });
}

const cancelled = () =>
  new Problem('cancelled', 'The training was cancelled; its run waits for another attempt.');
