import { z } from 'zod';
import type { HistoryTask } from '../../features/definitions/taskFeatures.ts';
import { parseTask, taskSlug } from '../../training/taskNames.ts';
import { scoredTasks } from './scoredTasks.ts';

/** The tasks of which everybody can be scored, as URLs and the command line write them. */
export const scoredSlugs = scoredTasks.map(taskSlug) as [string, ...string[]];

/** When everybody of a company is scored by itself (`scoring: {hour, tasks}` of its settings). */
export const nightlySchema = z.strictObject({
  hour: z.int().min(0).max(23).nullable().default(5).meta({
    description: 'Of the day, in the company’s time zone; null: never by itself.',
  }),
  tasks: z
    .array(z.enum(scoredSlugs))
    .max(scoredSlugs.length)
    .default([...scoredSlugs]),
});

const settings = z.object({ scoring: nightlySchema });

/** From a company's settings; what it has not set has its default: everything, at five in the morning. */
export function nightlyOf(companySettings: unknown): z.output<typeof nightlySchema> {
  const parsed = settings.safeParse(companySettings);
  return parsed.success ? parsed.data.scoring : nightlySchema.parse({});
}

export const scoredTask = (slug: string): HistoryTask => parseTask(slug) as HistoryTask;
