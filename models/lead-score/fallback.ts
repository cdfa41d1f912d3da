import type { Row } from '../table.ts';
import type { TaskPrediction } from '../taskPrediction.ts';
import { type LeadScoreResult, leadScoreResult } from './leadScoreModel.ts';
import type { ScoreState } from './scoreChange.ts';
import type { TemperatureThresholds } from './temperature.ts';

/**
 * The rule until the first model is promoted: 20 %, plus 30 points when the lead has written, 20 when an
 * appointment is to come, 10 when it came in during the last week; minus 15 after 60 days, and minus 5 for
 * each contact left unanswered, up to 3. Not calibrated: `confidence` is 0.5, no better than a coin.
 */
export function leadScoreFallback(
  row: Row,
  thresholds: TemperatureThresholds,
): TaskPrediction<LeadScoreResult> {
  const number = (name: string) => (typeof row[name] === 'number' ? row[name] : 0);
  const age = typeof row.age === 'number' ? row.age : null;
  const points: readonly (readonly [feature: string, points: number, text: string])[] = [
    [
      'interactions.count.direction=inbound',
      number('interactions.count.direction=inbound') > 0 ? 30 : 0,
      'they wrote',
    ],
    [
      'appointments.count.upcoming=true',
      number('appointments.count.upcoming=true') > 0 ? 20 : 0,
      'an appointment is to come',
    ],
    [
      'age',
      age === null ? 0 : age <= 7 ? 10 : age > 60 ? -15 : 0,
      age !== null && age > 60 ? 'old lead' : 'new lead',
    ],
    [
      'outcomes.count.kind=no_response',
      -5 * Math.min(3, number('outcomes.count.kind=no_response')),
      'contacts left unanswered',
    ],
  ];
  const total = points.reduce((sum, [, added]) => sum + added, 20);
  const probability = Math.min(95, Math.max(1, total)) / 100;
  return {
    result: leadScoreResult(probability, thresholds),
    confidence: 0.5,
    reasons: points
      .filter(([, added]) => added !== 0)
      .map(([feature, added, text]) => {
        const value = row[feature];
        return {
          feature,
          value: typeof value === 'boolean' ? String(value) : (value ?? null),
          effect: added / 100,
          text: `Rule: ${text} (${added > 0 ? '+' : ''}${added} points)`,
        };
      }),
  };
}

/** The rule's answer with the points it is made of, as a model's `state`. */
export function leadScoreRuleState(row: Row): ScoreState {
  const { result, reasons } = leadScoreFallback(row, { hot: 60, warm: 30 });
  return { probability: result.probability, contributions: reasons };
}
