import { expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { logisticRegression } from '../../../models/logisticRegression.ts';
import { names, newLead, playWeeks, truth } from './weeklyWorld.ts';

// A small version of examples/policySimulation.ts.
const { weeks, model } = await playWeeks({
  seed: 2,
  weeks: 6,
  leadsPerWeek: 250,
  estimator: logisticRegression,
});

test('regret falls with the weeks, below that of always taking the action that is best on average', () => {
  const mean = (part: typeof weeks, of: (week: (typeof weeks)[number]) => number) =>
    part.reduce((sum, week) => sum + of(week), 0) / part.length;
  const [early, late] = [weeks.slice(0, 2), weeks.slice(-2)];
  expect(mean(late, ({ regret }) => regret)).toBeLessThan(0.6 * mean(early, ({ regret }) => regret));
  expect(mean(late, ({ regret }) => regret)).toBeLessThan(mean(late, ({ bestAverage }) => bestAverage));
  expect(mean(late, ({ regret }) => regret)).toBeLessThan(0.6 * mean(late, ({ random }) => random));
});

test('what is believed of a chance holds the truth about as often as it says: intervals and exploration need it', () => {
  const random = seededRandom(101);
  const inside = Array.from({ length: 60 }, () => newLead(random)).flatMap((lead) =>
    names.map((action) => {
      const { probability, deviation } = model!.chance(lead, action);
      return Math.abs(probability - truth(lead, action)) < 1.645 * deviation ? 1 : 0;
    }),
  );
  const share = inside.reduce((sum: number, each) => sum + each, 0) / inside.length;
  expect(share).toBeGreaterThan(0.8);
  expect(share).toBeLessThan(0.995);
});
