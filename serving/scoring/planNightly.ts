import type { Database } from '../../prisma/database.ts';
import { insertScoringRun, type ScoringRunRecord } from '../../prisma/repositories/scoringRuns.ts';
import { nightlyOf, scoredTask } from './nightlySettings.ts';

/**
 * Asks for the runs of the day of every company whose hour has come, each once however often and wherever this is called.
 * A day whose hour nobody was there for is made up for until it is over.
 * @returns the runs that were not yet asked for
 */
export async function planNightly(
  database: Pick<Database, 'pool' | 'prisma'>,
  now: Date,
): Promise<ScoringRunRecord[]> {
  const planned: ScoringRunRecord[] = [];
  const companies = await database.prisma.company.findMany({
    select: { id: true, timezone: true, settings: true },
  });
  for (const { id: companyId, timezone, settings } of companies) {
    const { hour, tasks } = nightlyOf(settings);
    const local = localDay(timezone, now);
    if (hour === null || local.hour < hour) continue;
    for (const slug of tasks) {
      const run = await insertScoringRun(database.pool, {
        companyId,
        task: scoredTask(slug),
        trigger: 'schedule',
        night: local.date,
        recordedAt: now,
      });
      if (run) planned.push(run);
    }
  }
  return planned;
}

/** Date (YYYY-MM-DD) and hour of a moment in a time zone. */
function localDay(timeZone: string, moment: Date): { readonly date: string; readonly hour: number } {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
  }).formatToParts(moment);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)!.value;
  return { date: `${part('year')}-${part('month')}-${part('day')}`, hour: Number(part('hour')) };
}
