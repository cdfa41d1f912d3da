import { leadValue } from '../../features/definitions/lead.ts';
import { waitAction } from '../../features/labels/actionResponse.ts';
import type { Row } from '../table.ts';
import type { TaskPrediction } from '../taskPrediction.ts';
import type { RecommendOptions } from './nextBestActionModel.ts';
import { type NextBestActionResult, recommend } from './recommend.ts';

/** Rough chances of an answer within 14 days; an action not listed is given 4 %, waiting 1 %. */
const chances: Readonly<Record<string, number>> = { call: 0.1, offer: 0.09, sms: 0.05, email: 0.04 };

/**
 * The rule until the first model is promoted: fixed chances of an answer per action (call 10 %, offer 9 %, SMS
 * 5 %, e-mail 4 %), a third of the answers won, and the catalogue's costs and limits. It explores evenly among
 * all eligible actions half of the time, because what it logs is what the first model learns from.
 */
export function nextBestActionFallback(
  row: Row,
  { settings, predictionId, moment }: RecommendOptions,
): TaskPrediction<NextBestActionResult> {
  const known = row[leadValue.name];
  const worth = typeof known === 'number' ? known : settings.defaultLeadValue;
  const { result, confidence, interval } = recommend({
    row,
    settings: { ...settings, exploration: 'greedy', epsilon: Math.max(settings.epsilon, 0.5) },
    moment,
    predictionId,
    chance(action) {
      const probability = action === waitAction ? 0.01 : (chances[action] ?? 0.04);
      // A rough chance is worth two observations.
      return { probability, deviation: Math.sqrt((probability * (1 - probability)) / 2) };
    },
    worthOfSuccess: worth / 3,
  });
  return {
    result,
    confidence,
    interval,
    reasons: [
      {
        feature: 'action',
        value: result.action,
        effect: result.expectedGain,
        text: result.explored
          ? 'Rule: tried at random, to learn'
          : 'Rule: usual chance of an answer, worth and cost',
      },
    ],
  };
}
