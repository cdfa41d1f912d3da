import { silenceFeatures } from '../../features/definitions/customer.ts';
import type { Row } from '../table.ts';
import type { TaskPrediction } from '../taskPrediction.ts';
import { type ChurnResult, churnResult } from './churnModel.ts';

/**
 * The rule until the first model is promoted: the longer the silence since the last purchase, call or
 * appointment, the higher the risk, in steps: up to 30 days 5 % within 60 days, up to 90 days 15 %, up to 180
 * days 30 %, longer 50 %; 15 % when nothing is known. Half of it falls into the first 30 days. Not calibrated:
 * `confidence` is 0.5, no better than a coin.
 */
export function churnFallback(row: Row): TaskPrediction<ChurnResult> {
  const silences = silenceFeatures
    .map(({ name }) => row[name])
    .filter((days): days is number => typeof days === 'number');
  const silence = silences.length === 0 ? null : Math.min(...silences);
  const risk60 =
    silence === null ? 0.15 : silence <= 30 ? 0.05 : silence <= 90 ? 0.15 : silence <= 180 ? 0.3 : 0.5;
  const text =
    silence === null
      ? 'Rule: nothing was heard of them yet'
      : `Rule: ${Math.round(silence)} days since anything was heard of them`;
  return {
    result: churnResult(risk60 / 2, risk60),
    confidence: 0.5,
    reasons: [{ feature: 'silence', value: silence, effect: risk60, text }],
  };
}
