import { seededRandom } from '../../base/random.ts';
import {
  fitLeadScoreModel,
  type LeadScoreModelData,
  leadScoreModelFromData,
} from '../../models/lead-score/leadScoreModel.ts';
import { logisticRegression } from '../../models/logisticRegression.ts';
import type { Row } from '../../models/table.ts';
import { bernoulli, sigmoid, simulatedRow } from '../models/simulatedRows.ts';

/** A score of leads that convert the more, the more calls they made. */
export async function goldenLeadScore(): Promise<LeadScoreModelData> {
  const random = seededRandom(78);
  const rows = Array.from({ length: 400 }, (_, subject) => {
    const lead = {
      calls: random.integer(9),
      premium: random.uniform() < 0.2 ? null : 100 * random.uniform(),
      region: ['nord', 'süd', 'west'][random.integer(3)]!,
    };
    const label = bernoulli(random, sigmoid(0.4 * lead.calls - 2 + (lead.region === 'süd' ? 1 : 0)));
    return simulatedRow(subject, lead, label);
  });
  return (await fitLeadScoreModel(rows, { estimator: logisticRegression })).data;
}

const thresholds = { hot: 60, warm: 30 };

/** Of each row the probability, and the score that people see. */
export function leadScorePredictions(data: LeadScoreModelData, rows: readonly Row[]): number[] {
  const model = leadScoreModelFromData(data);
  return rows.flatMap((row) => {
    const { probability, score } = model.predict(row, thresholds).result;
    return [probability, score];
  });
}
