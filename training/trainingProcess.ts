import { Problem } from '../base/problem.ts';
import { connectDatabase } from '../prisma/database.ts';
import type { IsolatedRunMessage, IsolatedRunRequest } from './isolatedRun.ts';
import { isPassing } from './passingFailure.ts';
import { runTraining } from './run.ts';

/** The training process: works off one request of its parent (isolatedRun.ts) and ends. */
process.once('message', async (request: IsolatedRunRequest) => {
  const startedAt = Date.now();
  const database = connectDatabase(request.databaseUrl, { poolSize: 3 });
  try {
    const report = await runTraining({
      database,
      clock: { now: () => new Date(request.now + Date.now() - startedAt) },
      dataDirectory: request.dataDirectory,
      run: { id: request.runId },
      onProgress: (share, stage) => say({ kind: 'progress', share, stage }),
    });
    say({ kind: 'done', report });
  } catch (error) {
    const code = error instanceof Problem ? error.code : isPassing(error) ? 'unavailable' : null;
    say({ kind: 'failed', code, message: error instanceof Error ? error.message : String(error) });
  } finally {
    await database.close();
    process.disconnect?.();
  }
});

// Without a parent nobody renews the job's lock: another worker will take the run.
process.on('disconnect', () => process.exit());

function say(message: IsolatedRunMessage): void {
  if (process.connected) process.send?.(message);
}
