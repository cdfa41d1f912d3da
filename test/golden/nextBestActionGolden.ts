import { seededRandom } from '../../base/random.ts';
import { logisticRegression } from '../../models/logisticRegression.ts';
import { nbaSettingsOf } from '../../models/next-best-action/actionCatalogue.ts';
import {
  fitNextBestActionModel,
  type NextBestActionModelData,
  nextBestActionModelFromData,
} from '../../models/next-best-action/nextBestActionModel.ts';
import type { Row } from '../../models/table.ts';
import { bernoulli, simulatedRow } from '../models/simulatedRows.ts';

const actions = ['call', 'email', 'wait'] as const;

/**
 * A model that learned success by way of answers and has earned a part of its autonomy; `early`: as such artifacts were
 * at first, learned in one step, with neither a team nor anything earned.
 */
export async function goldenNextBestAction(kind: 'earning' | 'early'): Promise<NextBestActionModelData> {
  const random = seededRandom(77);
  const rows = Array.from({ length: 900 }, (_, subject) => {
    const lead = {
      calls: random.integer(9),
      region: ['nord', 'süd', 'west'][random.integer(3)]!,
      'lead.value': 500 + random.integer(500),
    };
    const action = actions[random.integer(3)]!;
    const liked = action === (lead.calls > 4 ? 'call' : 'email');
    const answered = bernoulli(random, action === 'wait' ? 0.1 : liked ? 0.6 : 0.3);
    const converted = answered * bernoulli(random, 0.4);
    return simulatedRow(subject, { ...lead, action }, converted, {
      ...(kind === 'early' ? {} : { answered }),
      converted,
      value: lead['lead.value'] * (action === 'email' ? 0.9 : 1),
      interactionId: `i${subject}`,
      prompted: subject % 2,
    });
  });
  const model = await fitNextBestActionModel(rows, { estimator: logisticRegression });
  if (kind === 'early') {
    const { yields: _, decisionsPerWeek: __, team: ___, ...early } = model.data;
    return early;
  }
  const evidence = { decisions: 200, effectiveSampleSize: 80, gain: { value: 4, low: -9, high: 17 } };
  return model.withAutonomy({
    call: { ...evidence, autonomous: true, share: 0.4, reason: 'so much' },
    email: { ...evidence, autonomous: true, reason: 'as early artifacts said it' },
  }).data;
}

const settings = nbaSettingsOf({
  nba: {
    actions: [
      { name: 'call', cost: 6 },
      { name: 'email', cost: 0.5 },
      { name: 'visit', cost: 20 },
    ],
  },
});
const moment = { at: new Date('2026-06-03T13:00:00Z'), timezone: 'Europe/Berlin' };

/**
 * Of each row the chances of all actions, what the team would do (as much of each where the artifact does not know), and by
 * action what taking it is worth. How an answer explores is no part of an artifact.
 */
export function nextBestActionPredictions(data: NextBestActionModelData, rows: readonly Row[]): number[] {
  const model = nextBestActionModelFromData(data);
  return rows.flatMap((row) => {
    const { alternatives } = model.predict(row, { settings, moment, predictionId: 'golden' }).result;
    const byName = [...alternatives].sort((a, b) => (a.action < b.action ? -1 : 1));
    return [
      ...actions.map((action) => model.chance(row, action).probability),
      ...(model.team(row, actions) ?? actions.map(() => 1 / actions.length)),
      ...byName.map(({ value }) => value),
    ];
  });
}
