import { z } from 'zod';
import { isoMoment } from './moment.ts';
import { taskSlugs } from './taskName.ts';

export const probability = z.number().min(0).max(1);

export const reasonSchema = z
  .object({
    feature: z.string(),
    value: z.union([z.number(), z.string(), z.null()]),
    effect: z.number().meta({ description: 'What it added to the raw score (log-odds for probabilities).' }),
    text: z.string(),
  })
  .meta({ id: 'Reason' });

const modelSchema = z
  .object({
    task: z.enum(taskSlugs as [string, ...string[]]),
    version: z.int().nullable().meta({ description: 'Null: the documented fallback rule answered.' }),
    role: z.enum(['champion', 'challenger', 'fallback']),
  })
  .meta({ id: 'AnsweringModel' });

const intervalSchema = z
  .object({ low: z.number(), high: z.number(), level: probability })
  .meta({ id: 'Interval', description: 'Where the true value lies with probability `level`.' });

const reviewSchema = z
  .object({ id: z.uuid(), priority: z.number(), reason: z.string() })
  .meta({ id: 'ReviewAsked', description: 'The question that was put before people.' });

/** The envelope of every prediction around the result of one task. */
export function predictionSchema<R extends z.ZodType>(id: string, result: R) {
  return z
    .object({
      predictionId: z.uuid(),
      model: modelSchema,
      result,
      confidence: probability,
      interval: intervalSchema.optional(),
      reasons: z.array(reasonSchema).readonly(),
      review: reviewSchema.nullable(),
      asOf: isoMoment.meta({ description: 'The moment whose knowledge the answer used.' }),
      experiment: z.object({ id: z.uuid(), arm: z.string() }).optional(),
    })
    .meta({ id });
}
