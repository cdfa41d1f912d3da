import type { HistoryTask } from '../../features/definitions/taskFeatures.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import {
  giveUpScoringRuns,
  insertScoringRun,
  type ScoringRunRecord,
  type ScoringTrigger,
  unfinishedScoringRuns,
} from '../../prisma/repositories/scoringRuns.ts';

/** A run that stopped is gone on with for so long; the answers of one run are all of one moment. */
const staleAfter = 86_400_000;

/** Ends runs that stopped too long ago to be worth going on with. */
export async function giveUpStale(client: Queryable, now: Date, companyId?: string): Promise<void> {
  await giveUpScoringRuns(client, new Date(now.getTime() - staleAfter), now, companyId);
}

/** Asks for everybody of a company to be scored; while a run of the task waits or is under way, that one is returned. */
export async function requestScoring(
  client: Queryable,
  request: { companyId: string; task: HistoryTask; trigger: ScoringTrigger; now: Date },
): Promise<ScoringRunRecord> {
  const { now, ...entry } = request;
  await giveUpStale(client, now, entry.companyId);
  for (;;) {
    const run =
      (await insertScoringRun(client, { ...entry, recordedAt: now })) ??
      (await unfinishedScoringRuns(client, entry))[0];
    // Neither: the one that was under way has ended between the two questions.
    if (run) return run;
  }
}
