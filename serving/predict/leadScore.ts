import { leadScoreFallback } from '../../models/lead-score/fallback.ts';
import type { LeadScoreResult } from '../../models/lead-score/leadScoreModel.ts';
import { temperatureThresholds } from '../../models/lead-score/temperature.ts';
import type { HistoryTaskAnswer } from './historyTask.ts';

/** How likely a lead is to be won: score and temperature. */
export const leadScore: HistoryTaskAnswer<'lead_score', LeadScoreResult> = {
  task: 'lead_score',
  answer(model, row, { company }) {
    const thresholds = temperatureThresholds(company.settings);
    return model ? model.predict(row, thresholds) : leadScoreFallback(row, thresholds);
  },
  agree: (one, other) => one.temperature === other.temperature,
};
