import { Problem } from '../../base/problem.ts';
import { entityOfTask } from '../../features/definitions/taskFeatures.ts';
import { replayed } from '../../features/entityFeatures.ts';
import { pauser } from '../../models/pause.ts';
import { loadHistories } from '../../prisma/repositories/history.ts';
import type { HistoryRecord } from '../../prisma/repositories/historyRecord.ts';
import type { PredictionRecord } from '../../prisma/repositories/predictions.ts';
import { countSubjects, insertScores, subjectsAfter } from '../../prisma/repositories/scores.ts';
import {
  advanceScoringRun,
  beginScoringRun,
  findScoringRun,
  finishScoringRun,
  type ScoringRunRecord,
  setSubjects,
} from '../../prisma/repositories/scoringRuns.ts';
import { transaction } from '../../prisma/transaction.ts';
import { isPassing } from '../../training/passingFailure.ts';
import type { Application } from '../application.ts';
import { answerFromHistory } from '../predict/historyTask.ts';
import { recordOf } from '../predict/prediction.ts';
import { championOf } from '../predict/router.ts';
import { withRunLock } from './runLock.ts';
import { answersOfTask } from './scoredTasks.ts';

export interface ScoringProgress {
  /** Answered or not. */
  readonly done: number;
  readonly failed: number;
  readonly subjects: number;
}

export interface PlayOptions {
  /** Stops between two pages; the run is gone on with by whoever takes it up next. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: ScoringProgress) => void;
  /** Subjects whose histories are in memory at once. */
  readonly pageSize?: number;
}

/**
 * Scores everybody of a run with the champion of the moment, or goes on where an earlier attempt stopped. All answers are
 * of one moment: that of the first attempt. The answers of a page and how far the run has come are committed together, so
 * that nobody is scored twice. No experiment is touched: lists are nobody's traffic.
 * @returns the run as it ended; undefined: another process has it in hand
 * @throws Problem `conflict` for a run that is finished, `internal` when nobody could be scored; what the signal was
 * aborted with
 */
export async function playScoringRun(
  application: Application,
  runId: string,
  options: PlayOptions,
): Promise<ScoringRunRecord | undefined> {
  const { database, clock } = application;
  return withRunLock(database, runId, async () => {
    const run = await beginScoringRun(database.pool, runId, clock.now());
    if (!run) throw new Problem('conflict', `The scoring run ${runId} is finished.`);
    try {
      await play(application, run, options);
    } catch (error) {
      // Whoever takes it up next goes on with it, or somebody has already.
      if (options.signal.aborted || isPassing(error) || isTaken(error)) throw error;
      const message = error instanceof Error ? error.message : String(error);
      await finishScoringRun(database.pool, runId, { status: 'failed', now: clock.now(), error: message });
      throw error;
    }
    return (await findScoringRun(database.pool, runId))!;
  });
}

const isTaken = (error: unknown) => error instanceof Problem && error.code === 'conflict';

async function play(
  application: Application,
  run: ScoringRunRecord & { readonly asOf: Date },
  { signal, onProgress, pageSize = 500 }: PlayOptions,
): Promise<void> {
  const { database, clock } = application;
  const { pool } = database;
  const { id, companyId, asOf } = run;
  const entity = entityOfTask(run.task);
  const subjects = await countSubjects(pool, companyId, entity, asOf);
  await setSubjects(pool, id, subjects);
  const pause = pauser(signal);
  let { lastSubjectId: after, scored, failed, error: firstError } = run;
  for (;;) {
    signal.throwIfAborted();
    onProgress?.({ done: scored + failed, failed, subjects });
    const ids = await subjectsAfter(pool, companyId, entity, { asOf, after, limit: pageSize });
    const to = ids.at(-1);
    if (to === undefined) break;
    const answers: PredictionRecord[] = [];
    let error: string | null = null;
    for (const history of await loadHistories(pool, companyId, entity, ids)) {
      await pause();
      try {
        answers.push(await answerFor(application, run, history));
      } catch (cause) {
        if (isPassing(cause)) throw cause;
        // One history that cannot be scored must not keep the others from it.
        error ??= `${entity} ${history.id}: ${cause instanceof Error ? cause.message : String(cause)}`;
      }
    }
    const step = { from: after, to, scored: answers.length, failed: ids.length - answers.length, error };
    await transaction(database, async (client) => {
      // First, so that whoever else may be at it waits here, and then finds the run elsewhere.
      if (!(await advanceScoringRun(client, id, step)))
        throw new Problem('conflict', `Somebody else has gone on with the scoring run ${id}.`);
      await insertScores(client, id, answers);
    });
    after = to;
    firstError ??= error;
    scored += step.scored;
    failed += step.failed;
  }
  if (scored === 0 && failed > 0)
    throw new Problem('internal', `None of ${failed} could be scored. The first: ${firstError}`);
  await finishScoringRun(pool, id, { status: 'succeeded', now: clock.now() });
}

async function answerFor(
  application: Application,
  { companyId, task, asOf }: ScoringRunRecord & { readonly asOf: Date },
  history: HistoryRecord,
): Promise<PredictionRecord> {
  const company = await application.companies(companyId);
  const live = await application.models.get(companyId, task);
  const routing = { answering: championOf(live), shadow: null, experiment: null };
  const question = { company, live, routing, known: replayed(history), now: asOf };
  const answer = await answerFromHistory(application, answersOfTask[task], question as never);
  application.metrics.predicted(task, routing.answering.role);
  return { ...recordOf(answer), recordedAt: application.clock.now() };
}
