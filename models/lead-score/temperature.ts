import { z } from 'zod';
import { Problem } from '../../base/problem.ts';

export type Temperature = 'hot' | 'warm' | 'cold';

export interface TemperatureThresholds {
  /** Scores from here on are hot. */
  readonly hot: number;
  /** Scores from here on, below `hot`, are warm. */
  readonly warm: number;
}

const set = z
  .strictObject({ hot: z.number().min(0).max(100).default(60), warm: z.number().min(0).max(100).default(30) })
  .refine(({ hot, warm }) => warm <= hot, 'warm must not be above hot');

const effort = z.strictObject({
  /** Of treating one lead so, company currency. */
  cost: z.number().positive(),
  /** By which share it raises the chance of winning the lead: 0.25 turns 20 % into 25 %. */
  lift: z.number().positive(),
});

const optimised = z.strictObject({
  /** What winning a lead is worth, company currency. */
  winValue: z.number().positive(),
  hot: effort,
  warm: effort,
});

export const thresholdsSchema = z.union([set, optimised]);

const settingsSchema = z.object({ leadScore: thresholdsSchema.optional() });

const usual: TemperatureThresholds = { hot: 60, warm: 30 };

/**
 * The thresholds of a company, from its settings, in points of the score. Either set, `leadScore: {hot, warm}` (60 and
 * 30 without settings), or made so that each effort pays: `leadScore: {winValue, hot: {cost, lift}, warm: {cost, lift}}`
 * puts a threshold where cost = probability x lift x winValue (the cost-based threshold of a calibrated probability,
 * Elkan 2001). Both are absolute: they do not move with the leads that happen to be there.
 * @throws Problem `invalid_input`
 */
export function temperatureThresholds(settings: unknown): TemperatureThresholds {
  const parsed = settingsSchema.safeParse(settings ?? {});
  if (!parsed.success)
    throw new Problem('invalid_input', 'The settings of the lead score are not valid.', {
      findings: parsed.error.issues.map(({ path, message }) => ({ path: path.join('/'), message })),
      remedy:
        'leadScore: {hot, warm} in points, or {winValue, hot: {cost, lift}, warm: {cost, lift}} to have them made.',
    });
  const { leadScore } = parsed.data;
  if (leadScore === undefined) return usual;
  if (!('winValue' in leadScore)) return leadScore;
  const pays = ({ cost, lift }: z.output<typeof effort>) =>
    Math.min(100, (100 * cost) / (lift * leadScore.winValue));
  const hot = pays(leadScore.hot);
  // Where the greater effort pays earlier, the smaller one is never the right one.
  return { hot, warm: Math.min(hot, pays(leadScore.warm)) };
}

/** What the company has set: thresholds, or what they are made from. */
export function thresholdSettings(settings: unknown): z.output<typeof thresholdsSchema> {
  return settingsSchema.safeParse(settings ?? {}).data?.leadScore ?? usual;
}

export function temperatureOf(score: number, { hot, warm }: TemperatureThresholds): Temperature {
  return score >= hot ? 'hot' : score >= warm ? 'warm' : 'cold';
}
