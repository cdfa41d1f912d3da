import { z } from 'zod';
import { Problem } from '../../base/problem.ts';

export type Temperature = 'hot' | 'warm' | 'cold';

export interface TemperatureThresholds {
  /** Scores from here on are hot. */
  readonly hot: number;
  /** Scores from here on, below `hot`, are warm. */
  readonly warm: number;
}

const thresholds = z
  .object({ hot: z.number().min(0).max(100).default(60), warm: z.number().min(0).max(100).default(30) })
  .refine(({ hot, warm }) => warm <= hot, 'warm must not be above hot');

const settingsSchema = z.object({ leadScore: thresholds.optional() });

/**
 * The thresholds in a company's settings (`leadScore: {hot, warm}`, in points of the score; 60 and 30 when
 * not set).
 * @throws Problem `invalid_input`
 */
export function temperatureThresholds(settings: unknown): TemperatureThresholds {
  const parsed = settingsSchema.safeParse(settings ?? {});
  if (!parsed.success)
    throw new Problem('invalid_input', 'The settings of the lead score are not valid.', {
      findings: parsed.error.issues.map(({ path, message }) => ({ path: path.join('/'), message })),
    });
  return parsed.data.leadScore ?? { hot: 60, warm: 30 };
}

export function temperatureOf(score: number, { hot, warm }: TemperatureThresholds): Temperature {
  return score >= hot ? 'hot' : score >= warm ? 'warm' : 'cold';
}
