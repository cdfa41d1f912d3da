import { nbaSettingsOf } from '../../models/next-best-action/actionCatalogue.ts';
import { nextBestActionFallback } from '../../models/next-best-action/fallback.ts';
import type { NextBestActionResult } from '../../models/next-best-action/recommend.ts';
import type { HistoryTaskAnswer } from './historyTask.ts';

/** What to do about a lead; explores, and says with which probability it would have chosen each action. */
export const nextBestAction: HistoryTaskAnswer<'nba', NextBestActionResult> = {
  task: 'nba',
  answer(model, row, { company, predictionId, now }) {
    const moment = { at: now, timezone: company.timezone };
    const options = { settings: nbaSettingsOf(company.settings), moment, predictionId };
    return model ? model.predict(row, options) : nextBestActionFallback(row, options);
  },
  agree: (one, other) => best(one) === best(other),
  propensities: ({ alternatives }) =>
    Object.fromEntries(alternatives.map(({ action, propensity }) => [action, propensity])),
};

/** Before exploration. */
const best = ({ alternatives }: NextBestActionResult) => alternatives[0]?.action;
