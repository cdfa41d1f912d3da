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
 * The thresholds of a company in points of the score. From its settings either set, `leadScore: {hot, warm}` (60 and 30
 * where one is left out), or made so that each effort pays: `leadScore: {winValue, hot: {cost, lift}, warm: {cost, lift}}`
 * puts a threshold where cost = probability x lift x winValue (the cost-based threshold of a calibrated probability,
 * Elkan 2001). Where the company has set nothing, those of the model that answers hold, or 60 and 30 for the rule. All
 * are absolute: they do not move with the leads that happen to be there.
 * @param learned of the model that answers (learnThresholds); null or absent: it has none, or the rule answers
 * @throws Problem `invalid_input`
 */
export function temperatureThresholds(
  settings: unknown,
  learned: TemperatureThresholds | null = null,
): TemperatureThresholds {
  const parsed = settingsSchema.safeParse(settings ?? {});
  if (!parsed.success)
    throw new Problem('invalid_input', 'The settings of the lead score are not valid.', {
      findings: parsed.error.issues.map(({ path, message }) => ({ path: path.join('/'), message })),
      remedy:
        'leadScore: {hot, warm} in points, or {winValue, hot: {cost, lift}, warm: {cost, lift}} to have them made.',
    });
  const { leadScore } = parsed.data;
  if (leadScore === undefined) return learned ?? usual;
  if (!('winValue' in leadScore)) return leadScore;
  const pays = ({ cost, lift }: z.output<typeof effort>) =>
    Math.min(100, (100 * cost) / (lift * leadScore.winValue));
  const hot = pays(leadScore.hot);
  // Where the greater effort pays earlier, the smaller one is never the right one.
  return { hot, warm: Math.min(hot, pays(leadScore.warm)) };
}

/** What the company has set, thresholds or what they are made from; where it has not, what holds instead. */
export function thresholdSettings(
  settings: unknown,
  learned: TemperatureThresholds | null = null,
): z.output<typeof thresholdsSchema> {
  return settingsSchema.safeParse(settings ?? {}).data?.leadScore ?? learned ?? usual;
}

/** What is known of a hot lead makes winning it at least twice as likely against losing it as for the average lead. */
const hotOdds = 2;
/** As many leads as can be treated with priority, where fewer than that are hot by their odds. */
const hotShare = 0.1;

/**
 * The thresholds that a model goes by where the company has set none, from the probabilities it gave to leads it had not
 * learned from. Warm: no less likely won than their average. Hot: from where the odds are twice those of the average on (a
 * likelihood ratio of 2: what is known of the lead speaks two to one for it), or, where fewer than a tenth get that far,
 * from where the best tenth begin. Odds, for twice the probability may be more than one. Whole points, kept with the model:
 * they stand until another version answers, whatever leads come in.
 */
export function learnThresholds(probabilities: Float64Array): TemperatureThresholds {
  const average = probabilities.reduce((sum, one) => sum + one, 0) / probabilities.length;
  const twice = (hotOdds * average) / (1 - average + hotOdds * average);
  const best = probabilities.toSorted().at(-Math.max(1, Math.round(hotShare * probabilities.length)))!;
  // At least a point each, or everybody would be as warm as the other.
  const warm = Math.min(99, Math.max(1, Math.round(100 * average)));
  return { hot: Math.max(warm + 1, Math.round(100 * Math.min(twice, best))), warm };
}

export function temperatureOf(score: number, { hot, warm }: TemperatureThresholds): Temperature {
  return score >= hot ? 'hot' : score >= warm ? 'warm' : 'cold';
}
