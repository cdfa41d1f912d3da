import { waitAction } from '../../features/labels/actionResponse.ts';
import { normalCdf } from '../numeric/normalCdf.ts';
import type { Row } from '../table.ts';
import { eligibleActions, type NbaSettings } from './actionCatalogue.ts';
import { epsilonGreedy } from './epsilonGreedy.ts';

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
  /** The draw fell on exploration: the action is not the one of greatest value. */
  readonly explored: boolean;
  /** Every eligible action, most valuable first; propensities sum to 1. */
  readonly alternatives: readonly Alternative[];
}

export interface Recommendation {
  readonly row: Row;
  readonly settings: NbaSettings;
  readonly predictionId: string;
  readonly probability: (action: string) => number;
  /** How many observations stand behind the probability of an action. */
  readonly support: (action: string) => number;
  /** What success is worth, company currency. */
  readonly worthOfSuccess: number;
}

/**
 * Chooses among the eligible actions: value = P(success) x worth of success - cost, then epsilon-greedy.
 * `confidence` treats each probability as known from `support` observations: the normal approximation of
 * P(value of the chosen action > value of the best other one).
 */
export function recommend(request: Recommendation): { result: NextBestActionResult; confidence: number } {
  const { row, settings, predictionId, probability, support, worthOfSuccess } = request;
  const options = eligibleActions(settings, row).map(({ name, cost }) => {
    const chance = probability(name);
    return { action: name, probability: chance, value: chance * worthOfSuccess - cost };
  });
  const values = options.map(({ value }) => value);
  const { chosen, greedy, propensities } = epsilonGreedy(values, settings.epsilon, predictionId);
  const choice = options[chosen]!;
  const wait = options.find(({ action }) => action === waitAction)!;
  const variance = (option: (typeof options)[number]) =>
    (worthOfSuccess ** 2 * option.probability * (1 - option.probability)) / (support(option.action) + 2);
  const rival = options
    .filter((option) => option !== choice)
    .reduce<(typeof options)[number] | undefined>(
      (best, option) => (best === undefined || option.value > best.value ? option : best),
      undefined,
    );
  const spread = rival ? Math.sqrt(variance(choice) + variance(rival)) : 0;
  const lead = rival ? choice.value - rival.value : 1;
  return {
    result: {
      action: choice.action,
      expectedValue: choice.value,
      expectedGain: choice.value - wait.value,
      explored: chosen !== greedy,
      alternatives: options
        .map((option, index) => ({ ...option, propensity: propensities[index]! }))
        .sort((a, b) => b.value - a.value),
    },
    confidence: spread > 0 ? normalCdf(lead / spread) : lead > 0 ? 1 : lead < 0 ? 0 : 0.5,
  };
}
