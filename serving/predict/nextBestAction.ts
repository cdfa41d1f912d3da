import { millisecondsPerDay } from '../../features/history.ts';
import { nbaSettingsOf } from '../../models/next-best-action/actionCatalogue.ts';
import { daysLookedBack } from '../../models/next-best-action/eligibility.ts';
import { nextBestActionFallback } from '../../models/next-best-action/fallback.ts';
import type { NextBestActionResult } from '../../models/next-best-action/recommend.ts';
import { type Contact, contactsElsewhere } from '../../prisma/repositories/personContacts.ts';
import type { HistoryTaskAnswer } from './historyTask.ts';

/** What to do about a lead; explores, and says with which probability it would have chosen each action. */
export const nextBestAction: HistoryTaskAnswer<'nba', NextBestActionResult, readonly Contact[]> = {
  task: 'nba',
  prepare({ application, company, known, now }) {
    const days = daysLookedBack(nbaSettingsOf(company.settings));
    const from = new Date(now.getTime() - days * millisecondsPerDay);
    return contactsElsewhere(application.database.pool, company.id, known.id, { from, now });
  },
  answer(model, row, { company, predictionId, now, prepared: elsewhere }) {
    const moment = { at: now, timezone: company.timezone, elsewhere };
    const options = { settings: nbaSettingsOf(company.settings), moment, predictionId };
    return model ? model.predict(row, options) : nextBestActionFallback(row, options);
  },
  agree: (one, other) => best(one) === best(other),
  propensities: ({ alternatives }) =>
    Object.fromEntries(alternatives.map(({ action, propensity }) => [action, propensity])),
};

/** Before exploration. */
const best = ({ alternatives }: NextBestActionResult) => alternatives[0]?.action;
