import { nbaSettingsOf } from '../../models/next-best-action/actionCatalogue.ts';
import { nextBestActionFallback } from '../../models/next-best-action/fallback.ts';
import type { NextBestActionResult } from '../../models/next-best-action/recommend.ts';
import type { Contact } from '../../prisma/repositories/personContacts.ts';
import type { HistoryTaskAnswer } from '../predict/historyTask.ts';
import { nextBestAction } from '../predict/nextBestAction.ts';
import type { Scored } from '../predict/prediction.ts';

/**
 * What to do about a lead, for a list that is made of all leads at once. Such a list does not explore: nobody acts on
 * most of it, so exploration would be paid for in worse advice without teaching anything, and the same lead would get
 * another draw every night. Exploration belongs to the answer that is asked for when somebody is about to act. So the
 * list holds what the policy in force does most likely: the action of greatest value or, where that has yet to earn its
 * autonomy, what the team does most. It leaves nothing to chance, and the propensities that are logged say so.
 */
export const plannedAction: HistoryTaskAnswer<'nba', NextBestActionResult, readonly Contact[]> = {
  ...nextBestAction,
  answer(model, row, { company, predictionId, now, prepared: elsewhere }) {
    const settings = nbaSettingsOf(company.settings);
    const moment = { at: now, timezone: company.timezone, elsewhere };
    return likeliest((draw) => {
      const id = `${predictionId} ${draw}`;
      return model
        ? model.predict(row, {
            settings: { ...settings, exploration: 'greedy', epsilon: 0 },
            moment,
            predictionId: id,
          })
        : nextBestActionFallback(row, { settings, moment, predictionId: id });
    });
  },
};

/**
 * The answer with the action of greatest propensity, of equals the most valuable one. Answers are drawn by an id, and
 * reasons and confidence belong to what was drawn: so they are drawn until the draw falls on it, which of k actions it does
 * once in k times at least.
 */
export function likeliest(ask: (draw: number) => Scored<NextBestActionResult>): Scored<NextBestActionResult> {
  for (let draw = 0; ; draw++) {
    const answer = ask(draw);
    const { action, alternatives } = answer.result;
    const most = alternatives.reduce((best, one) => (one.propensity > best.propensity ? one : best));
    if (action !== most.action) continue;
    const certain = alternatives.map((one) => ({ ...one, propensity: one === most ? 1 : 0 }));
    return { ...answer, result: { ...answer.result, alternatives: certain } };
  }
}
