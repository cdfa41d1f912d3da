import { type Random, seededRandom } from '../../../base/random.ts';
import type { DatasetRow } from '../../../features/datasetRow.ts';
import type { Estimator } from '../../../models/estimator.ts';
import { type NbaSettings, nbaSettingsOf } from '../../../models/next-best-action/actionCatalogue.ts';
import { nextBestActionFallback } from '../../../models/next-best-action/fallback.ts';
import {
  fitNextBestActionModel,
  type NextBestActionModel,
} from '../../../models/next-best-action/nextBestActionModel.ts';

const week = 7 * 86_400_000;
const start = Date.UTC(2025, 0, 6, 9);
export const names = ['call', 'email', 'offer', 'sms', 'wait'] as const;
export type Name = (typeof names)[number];

const worldSettings = (nba: object = {}): NbaSettings =>
  nbaSettingsOf({
    nba: {
      actions: [
        { name: 'call', cost: 8 },
        { name: 'email', cost: 0.5 },
        { name: 'sms', cost: 0.3 },
        { name: 'offer', cost: 15 },
      ],
      autonomy: 'full',
      ...nba,
    },
  });

type Lead = Readonly<Record<string, number | string>>;

export function newLead(random: Random): Lead {
  return {
    'attribute.age': 20 + 50 * random.uniform(),
    'attribute.device': random.uniform() < 0.5 ? 'phone' : 'desktop',
    'lead.source': ['web', 'partner', 'referral'][random.integer(3)]!,
    'lead.value': Math.round(100 * Math.exp(0.5 * random.normal())),
    noise: random.normal(),
  };
}

/** Probability of conversion; the best action differs by age, device and source. */
export function truth(lead: Lead, action: Name): number {
  const age = (Number(lead['attribute.age']) - 45) / 25;
  const phone = lead['attribute.device'] === 'phone' ? 1 : -1;
  const score = {
    call: -1.6 + 1.2 * age + 0.3 * phone,
    email: -1.7 - 0.9 * age - 0.4 * phone,
    sms: -2.2 - 0.8 * age + 0.9 * phone,
    offer: -1.5 + (lead['lead.source'] === 'partner' ? 1 : -0.4),
    wait: -3.2,
  }[action];
  return 1 / (1 + Math.exp(-score));
}

function trueValue(lead: Lead, action: Name, settings: NbaSettings): number {
  const cost = settings.actions.find(({ name }) => name === action)?.cost ?? 0;
  return truth(lead, action) * Number(lead['lead.value']) - cost;
}

function decision(
  lead: Lead,
  action: Name,
  propensity: number,
  at: number,
  subject: string,
  random: Random,
): DatasetRow {
  const label = random.uniform() < truth(lead, action) ? 1 : 0;
  return {
    subjectId: subject,
    asOf: new Date(at),
    label,
    weight: 1,
    features: { ...lead, action },
    context: {
      propensity,
      converted: label,
      value: Number(lead['lead.value']),
      interactionId: `i${subject}`,
    },
  };
}

export interface WeekOfRegret {
  /** Per lead: the oracle's expected value less that of the choice. */
  readonly regret: number;
  /** The same of the one action that is best on average. */
  readonly bestAverage: number;
  /** The same of a choice at random. */
  readonly random: number;
}

/** Week after week leads come, the model of the weeks before (first the rule) chooses, and outcomes are learned from. */
export async function playWeeks(options: {
  readonly seed: number;
  readonly weeks: number;
  readonly leadsPerWeek: number;
  readonly nba?: object;
  readonly estimator?: Estimator | 'auto';
}): Promise<{ weeks: WeekOfRegret[]; rows: DatasetRow[]; model: NextBestActionModel | null }> {
  const { seed, weeks: count, leadsPerWeek, estimator = 'auto' } = options;
  const settings = worldSettings(options.nba);
  const random = seededRandom(seed);
  const rows: DatasetRow[] = [];
  const weeks: WeekOfRegret[] = [];
  let model: NextBestActionModel | null = null;
  for (let at = 0; at < count; at++) {
    const now = start + at * week;
    const leads = Array.from({ length: leadsPerWeek }, () => newLead(random));
    const optionsOf = (index: number) => ({
      settings,
      moment: { at: new Date(now), timezone: 'Europe/Berlin' },
      predictionId: `${seed} ${at} ${index}`,
    });
    const results: readonly {
      readonly action: string;
      readonly alternatives: readonly { action: string; propensity: number }[];
    }[] =
      model === null
        ? leads.map((lead, index) => nextBestActionFallback(lead, optionsOf(index)).result)
        : model.recommend(leads, optionsOf);
    const sums = { best: 0, chosen: 0, each: names.map(() => 0) };
    leads.forEach((lead, index) => {
      const { action, alternatives } = results[index]!;
      const values = names.map((name) => trueValue(lead, name, settings));
      values.forEach((value, name) => {
        sums.each[name]! += value / leadsPerWeek;
      });
      sums.best += Math.max(...values) / leadsPerWeek;
      sums.chosen += trueValue(lead, action as Name, settings) / leadsPerWeek;
      const { propensity } = alternatives.find((each) => each.action === action)!;
      rows.push(decision(lead, action as Name, propensity, now + index, `${at}-${index}`, random));
    });
    weeks.push({
      regret: sums.best - sums.chosen,
      bestAverage: sums.best - Math.max(...sums.each),
      random: sums.best - sums.each.reduce((sum, value) => sum + value, 0) / names.length,
    });
    if (at < count - 1) model = await fitNextBestActionModel(rows, { estimator, seed: 7 });
  }
  return { weeks, rows, model };
}
