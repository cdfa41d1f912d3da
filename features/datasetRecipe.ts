import { z } from 'zod';

/**
 * What a dataset was built from beside the database. Facts carry when they were known, so the same recipe gives the
 * same rows later, as long as nobody was erased, nothing was recorded with an earlier date and definitions are the same.
 */
export const datasetRecipe = z.object({
  task: z.enum(['nba', 'clv', 'churn', 'lead_score']),
  /** The moment of training. */
  knownAt: z.iso.datetime(),
  /** The company's settings then: its action catalogue decides some features. */
  settings: z.unknown(),
  /** Lifetime value: days held out. */
  holdoutDays: z.number().nullable(),
  /** Share of the rows with label 0 that was kept; they weigh the more. */
  negatives: z.object({ share: z.number(), seed: z.number() }).nullable(),
});

export type DatasetRecipe = z.infer<typeof datasetRecipe>;

/** The same for the pairs of calls and candidates that linking learns from. */
export const pairsRecipe = z.object({
  task: z.literal('linking'),
  /** The moment of training: nothing said or recorded later is used. */
  knownAt: z.iso.datetime(),
  /** Draws the calls nobody has said anything about. */
  seed: z.number(),
  /** How numbers were read then, and the hours of calls. */
  region: z.string(),
  timezone: z.string(),
});

export type PairsRecipe = z.infer<typeof pairsRecipe>;
