import { waitAction } from '../../features/labels/actionResponse.ts';
import { normalCdf } from '../numeric/normalCdf.ts';
import type { Row } from '../table.ts';
import type { NbaSettings } from './actionCatalogue.ts';
import { eligibility, type HeldBack, type Moment } from './eligibility.ts';
import {
  type Belief,
  draw,
  greedyChoice,
  greedyPropensities,
  thompsonPropensities,
  withFloor,
} from './exploration.ts';

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
  /** Whether the action of greatest value is left to the model, or the team is imitated. */
  readonly mode: 'autonomous' | 'apprentice';
  /** Every eligible action, most valuable first, those nobody has ever tried last; propensities sum to 1. */
  readonly alternatives: readonly Alternative[];
  /** Actions that may not be taken now. */
  readonly ineligible: readonly HeldBack[];
}

/** A probability as it is known. */
export interface Chance {
  readonly probability: number;
  /** Standard deviation of what is believed of it. */
  readonly deviation: number;
  /** Nobody has ever taken the action: its chance is a guess. */
  readonly untried?: boolean;
}

export interface Recommendation {
  readonly row: Row;
  readonly settings: NbaSettings;
  readonly moment: Moment;
  readonly predictionId: string;
  readonly chance: (action: string) => Chance;
  /** What success is worth, company currency. */
  readonly worthOfSuccess: number;
  /** Who chooses what the model may not choose yet; absent: it may choose everything. */
  readonly apprenticeship?: {
    readonly autonomous: (action: string) => boolean;
    /** What the team would do: sums to 1. */
    readonly team: (eligible: readonly string[]) => readonly number[];
  };
}

/**
 * Chooses among the eligible actions: value = P(success) x worth of success - cost. The model draws an action by the
 * exploration of the settings; where that is one it may not choose yet, the team is imitated instead. The propensities
 * say how likely each action was in all, so logged choices can be re-weighted.
 * `confidence`: P(value of the chosen action > value of the best other one), values normal and independent.
 */
export function recommend(request: Recommendation): { result: NextBestActionResult; confidence: number } {
  const { row, settings, moment, predictionId, chance, worthOfSuccess } = request;
  const { eligible, held } = eligibility(settings, row, moment);
  const options = eligible.map(({ name, cost }) => {
    const { probability, deviation, untried = false } = chance(name);
    const value = probability * worthOfSuccess - cost;
    return {
      action: name,
      probability,
      value,
      belief: { mean: value, deviation: deviation * worthOfSuccess, untried },
    };
  });
  const beliefs = options.map(({ belief }) => belief);
  const greedy = greedyChoice(beliefs);
  const { propensities, mode } = policy(
    request,
    eligible.map(({ name }) => name),
    beliefs,
  );
  const chosen = draw(propensities, predictionId);
  const choice = options[chosen]!;
  const wait = options.find(({ action }) => action === waitAction)!;
  return {
    result: {
      action: choice.action,
      expectedValue: choice.value,
      expectedGain: choice.value - wait.value,
      explored: chosen !== greedy,
      mode,
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
  };
}

function policy(
  { settings, apprenticeship }: Recommendation,
  names: readonly string[],
  beliefs: readonly Belief[],
): { propensities: readonly number[]; mode: NextBestActionResult['mode'] } {
  const { exploration, epsilon } = settings;
  const own = exploration === 'thompson' ? thompsonPropensities(beliefs) : greedyPropensities(beliefs);
  if (apprenticeship === undefined) return { propensities: withFloor(own, epsilon), mode: 'autonomous' };
  const { autonomous, team } = apprenticeship;
  const free = names.map(autonomous);
  const imitated = own.reduce((sum, propensity, index) => sum + (free[index] ? 0 : propensity), 0);
  const habits = imitated > 0 ? team(names) : names.map(() => 0);
  const mixed = own.map((propensity, index) => (free[index] ? propensity : 0) + imitated * habits[index]!);
  return {
    propensities: withFloor(mixed, epsilon),
    mode: free[greedyChoice(beliefs)] ? 'autonomous' : 'apprentice',
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
