import { featuresOfTask } from '../../features/definitions/taskFeatures.ts';
import { leadScoreFallback } from '../../models/lead-score/fallback.ts';
import type { LeadScoreResult } from '../../models/lead-score/leadScoreModel.ts';
import { temperatureThresholds } from '../../models/lead-score/temperature.ts';
import type { HistoryTaskAnswer, KnownSubject } from './historyTask.ts';

/** How likely a lead is to be won: score and temperature. */
export const leadScore: HistoryTaskAnswer<'lead_score', LeadScoreResult> = {
  task: 'lead_score',
  answer(model, row, { company }) {
    const thresholds = temperatureThresholds(company.settings, model?.data.thresholds);
    return model ? model.predict(row, thresholds) : leadScoreFallback(row, thresholds);
  },
  agree: (one, other) => one.temperature === other.temperature,
};

/** The champion's probability of winning a lead whose history is known, or the rule's; not logged. */
export async function leadProbability({ application, company, known, now }: KnownSubject): Promise<number> {
  const row = known.at(featuresOfTask('lead_score', company.settings), now.getTime());
  const { champion } = await application.models.get(company.id, 'lead_score');
  if (champion) return champion.model.probabilities([row])[0]!;
  return leadScoreFallback(row, temperatureThresholds(company.settings)).result.probability;
}
