import { z } from 'zod';
import type { Task } from '../../prisma/generated/enums.ts';
import { parseTask, taskSlug, tasks } from '../../training/taskNames.ts';

/** A task as URLs write it. */
export const taskSlugs = tasks.map(taskSlug);

/** Parses a task of a path or query; answers carry the slug back. */
export const taskName = z
  .enum(taskSlugs as [string, ...string[]])
  .transform((slug): Task => parseTask(slug))
  .meta({ description: 'linking, nba, clv, churn or lead-score' });
