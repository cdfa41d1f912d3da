import { waitAction } from '../../features/labels/actionResponse.ts';
import { normalCdf } from '../numeric/normalCdf.ts';
import { normalQuantile } from '../numeric/normalQuantile.ts';
import type { Row } from '../table.ts';
import type { NbaSettings } from './actionCatalogue.ts';
import { mixedWithTeam } from './autonomy.ts';
import { eligibility, type HeldBack, type Moment } from './eligibility.ts';
import {
  type Belief,
  draw,
  greedyChoice,
  greedyPropensities,
  thompsonPropensities,
  withFloor,
} from './exploration.ts';
import type { Chance } from './successModel.ts';

export interface Alternative {
  readonly action: string;
  /** That the lead converts within 14 days; that it answers, where too few convert to learn from. */
  readonly probability: number;
  /** Expected worth minus cost, company currency. */
  readonly value: number;
  /** Probability with which the policy would have chosen it. */
  readonly propensity: number;
}

export interface NextBestActionResult {
  readonly action: string;
  readonly expectedValue: number;
  /** Against doing nothing now. */
  readonly expectedGain: number;
  /** The action is not the one of greatest value: the draw fell on exploration, or on what the team does. */
  readonly explored: boolean;
  /** Whether the action of greatest value is left to the model as a whole, or the team imitated for some share. */
  readonly mode: 'autonomous' | 'apprentice';
  /** With what probability the model takes the action of greatest value by its own choice where it would, in [0, 1]. */
  readonly autonomy: number;
  /** Every eligible action, most valuable first, those nobody has ever tried last; propensities sum to 1. */
  readonly alternatives: readonly Alternative[];
  /** Actions that may not be taken now. */
  readonly ineligible: readonly HeldBack[];
}

/** A chance among those to choose from. */
export interface ConsideredChance extends Chance {
  /** Share of the deviation that decisions till the next training could settle, in [0, 1]; default 1. */
  readonly teachable?: number;
  /** Share of the worth of success that remains when this action brings it (an offer has its discount); default 1. */
  readonly yields?: number;
  /** Nobody has ever taken the action: its chance is a guess. */
  readonly untried?: boolean;
}

export interface Recommendation {
  readonly row: Row;
  readonly settings: NbaSettings;
  readonly moment: Moment;
  readonly predictionId: string;
  readonly chance: (action: string) => ConsideredChance;
  /** What success is worth, company currency. */
  readonly worthOfSuccess: number;
  /** Who chooses what the model may not choose yet; absent: it may choose everything. */
  readonly apprenticeship?: {
    /** With what probability the model may take the action where it would, in [0, 1]. */
    readonly share: (action: string) => number;
    /** What the team would do: sums to 1. */
    readonly team: (eligible: readonly string[]) => readonly number[];
  };
}

/** The choice, how sure it is the best, and where its gain on doing nothing lies. */
export interface Recommended {
  readonly result: NextBestActionResult;
  /** P(value of the chosen action > value of the best other one), values normal and independent. */
  readonly confidence: number;
  /** Of `expectedGain`, by what is believed of both chances; of waiting: nothing gained for certain. */
  readonly interval: { readonly low: number; readonly high: number; readonly level: number };
}

const level = 0.9;
const reach = normalQuantile((1 + level) / 2);

/**
 * Chooses among the eligible actions: value = P(success) x what success then brings - cost. The model draws an action by the
 * exploration of the settings; for the share of cases in which that is one it may not choose yet, the team is imitated
 * instead. The propensities say how likely each action was in all, so logged choices can be re-weighted.
 */
export function recommend(request: Recommendation): Recommended {
  const { row, settings, moment, predictionId, chance, worthOfSuccess } = request;
  const { eligible, held } = eligibility(settings, row, moment);
  const options = eligible.map(({ name, cost }) => {
    const { probability, deviation, teachable = 1, yields = 1, untried = false } = chance(name);
    const worth = yields * worthOfSuccess;
    const value = probability * worth - cost;
    return {
      action: name,
      probability,
      value,
      belief: { mean: value, deviation: deviation * worth, untried },
      toLearn: teachable * deviation * worth,
    };
  });
  const beliefs = options.map(({ belief }) => belief);
  const greedy = greedyChoice(beliefs);
  const { propensities, autonomy } = policy(
    request,
    eligible.map(({ name }) => name),
    options.map(({ belief, toLearn }) => ({ ...belief, deviation: toLearn })),
  );
  const chosen = draw(propensities, predictionId);
  const choice = options[chosen]!;
  const wait = options.find(({ action }) => action === waitAction)!;
  const gain = choice.value - wait.value;
  const unsure = choice === wait ? 0 : reach * Math.hypot(choice.belief.deviation, wait.belief.deviation);
  return {
    result: {
      action: choice.action,
      expectedValue: choice.value,
      expectedGain: gain,
      explored: chosen !== greedy,
      mode: autonomy === 1 ? 'autonomous' : 'apprentice',
      autonomy,
      alternatives: options
        .map(({ action, probability, value, belief }, index) => ({
          choice: { action, probability, value, propensity: propensities[index]! },
          untried: belief.untried,
        }))
        .sort((a, b) => Number(a.untried) - Number(b.untried) || b.choice.value - a.choice.value)
        .map(({ choice }) => choice),
      ineligible: held,
    },
    confidence: confidenceOf(beliefs, chosen),
    interval: { low: gain - unsure, high: gain + unsure, level },
  };
}

function policy(
  { settings, apprenticeship }: Recommendation,
  names: readonly string[],
  beliefs: readonly Belief[],
): { propensities: readonly number[]; autonomy: number } {
  const { exploration, epsilon } = settings;
  const own = exploration === 'thompson' ? thompsonPropensities(beliefs) : greedyPropensities(beliefs);
  if (apprenticeship === undefined) return { propensities: withFloor(own, epsilon), autonomy: 1 };
  const shares = names.map(apprenticeship.share);
  return {
    propensities: withFloor(mixedWithTeam(own, shares, apprenticeship.team(names)), epsilon),
    autonomy: shares[greedyChoice(beliefs)]!,
  };
}

function confidenceOf(beliefs: readonly Belief[], chosen: number): number {
  const choice = beliefs[chosen]!;
  const rivals = beliefs.filter((_, index) => index !== chosen);
  if (rivals.length === 0) return 1;
  const rival = rivals[greedyChoice(rivals)]!;
  const lead = choice.mean - rival.mean;
  const spread = Math.hypot(choice.deviation, rival.deviation);
  return spread > 0 ? normalCdf(lead / spread) : lead > 0 ? 1 : lead < 0 ? 0 : 0.5;
}
