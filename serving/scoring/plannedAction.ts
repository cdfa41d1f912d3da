import { nbaSettingsOf } from '../../models/next-best-action/actionCatalogue.ts';
import { nextBestActionFallback } from '../../models/next-best-action/fallback.ts';
import type { RecommendOptions } from '../../models/next-best-action/nextBestActionModel.ts';
import type { NextBestActionResult } from '../../models/next-best-action/recommend.ts';
import type { Row } from '../../models/table.ts';
import type { HistoryTaskAnswer } from '../predict/historyTask.ts';
import { nextBestAction } from '../predict/nextBestAction.ts';
import type { Scored } from '../predict/prediction.ts';

/**
 * What to do about a lead, for a list that is made for all leads at once. Such a list does not explore: nobody acts on
 * most of it, so exploration would be paid for in worse advice without teaching anything, and the same lead would get
 * another draw every night. Exploration belongs to the answer that is asked for when somebody is about to act. Actions
 * that have yet to earn their autonomy are still left to what the team does. The propensities that are logged are those of this
 * very policy, so that whoever acts on the list may be learned from as a choice without alternatives.
 */
export const plannedAction: HistoryTaskAnswer<'nba', NextBestActionResult> = {
  ...nextBestAction,
  answer(model, row, { company, predictionId, now }) {
    const settings = nbaSettingsOf(company.settings);
    const moment = { at: now, timezone: company.timezone };
    return model
      ? model.predict(row, {
          settings: { ...settings, exploration: 'greedy', epsilon: 0 },
          moment,
          predictionId,
        })
      : withoutExploration(row, { settings, moment, predictionId });
  },
};

/**
 * The rule explores half of the time, by a draw that belongs to an id. Here it is asked until the draw falls on what it
 * thinks best, which each time is at least as likely as not.
 */
function withoutExploration(row: Row, options: RecommendOptions): Scored<NextBestActionResult> {
  for (let draw = 0; ; draw++) {
    const answer = nextBestActionFallback(row, {
      ...options,
      predictionId: `${options.predictionId} ${draw}`,
    });
    const { result } = answer;
    if (result.explored) continue;
    const alternatives = result.alternatives.map((one) => ({
      ...one,
      propensity: one.action === result.action ? 1 : 0,
    }));
    return { ...answer, result: { ...result, alternatives } };
  }
}
