import type { NbaSettings } from '../../models/next-best-action/actionCatalogue.ts';
import { nbaSettingsOf } from '../../models/next-best-action/actionCatalogue.ts';
import type { RecommendOptions } from '../../models/next-best-action/nextBestActionModel.ts';
import type { NextBestActionResult } from '../../models/next-best-action/recommend.ts';
import type { Row } from '../../models/table.ts';
import { type Law, require, requireClose } from './law.ts';

/** Whatever recommends an action. */
export interface Policy {
  readonly settings: NbaSettings;
  recommend(row: Row, options: RecommendOptions): NextBestActionResult;
}

/** A catalogue in which every rule plays a part. */
export const policySettings = (nba: object = {}): NbaSettings =>
  nbaSettingsOf({
    nba: {
      actions: [
        { name: 'call', cost: 2, cooldownDays: 2, maxPerMonth: 3 },
        { name: 'email', cost: 1, disturbs: false },
        { name: 'sms', cost: 1, consent: 'consent_sms' },
        { name: 'visit', cost: 20, eligibleIf: [{ feature: 'lead.value', atLeast: 500 }] },
        { name: 'fax', cost: 0, enabled: false },
      ],
      contact: { quietHours: [{ fromHour: 20, toHour: 8 }], maxPerMonth: 6, minDaysBetween: 1 },
      epsilon: 0.1,
      ...nba,
    },
  });

const count = (action: string) => `interactions.count.30d.action=${action}.direction=outbound`;
const since = (action: string) => `interactions.daysSince.action=${action}.direction=outbound`;
const timezone = 'Europe/Berlin';
const noon = { at: new Date('2026-06-03T10:00:00Z'), timezone };
const night = { at: new Date('2026-06-03T19:00:00Z'), timezone };

const open: Row = { 'attribute.age': 30, 'lead.value': 800, 'attribute.consent_sms': true };

/** What may be done, worked out by hand. */
const situations: readonly {
  readonly row: Row;
  readonly moment: typeof noon;
  readonly eligible: readonly string[];
}[] = [
  { row: open, moment: noon, eligible: ['call', 'email', 'sms', 'visit', 'wait'] },
  {
    row: { ...open, 'attribute.age': 60 },
    moment: noon,
    eligible: ['call', 'email', 'sms', 'visit', 'wait'],
  },
  { row: open, moment: night, eligible: ['email', 'wait'] },
  {
    row: { ...open, 'attribute.consent_sms': false },
    moment: noon,
    eligible: ['call', 'email', 'visit', 'wait'],
  },
  { row: { 'lead.value': 499 }, moment: noon, eligible: ['call', 'email', 'wait'] },
  {
    row: { ...open, [count('call')]: 3, [since('call')]: 5 },
    moment: noon,
    eligible: ['email', 'sms', 'visit', 'wait'],
  },
  {
    row: { ...open, [count('call')]: 1, [since('call')]: 1.5 },
    moment: noon,
    eligible: ['email', 'sms', 'visit', 'wait'],
  },
  { row: { ...open, [count('email')]: 6, [since('email')]: 9 }, moment: noon, eligible: ['wait'] },
  { row: { ...open, [count('email')]: 1, [since('email')]: 0.5 }, moment: noon, eligible: ['wait'] },
];

const draws = 400;
const ask = ({ settings, recommend }: Policy, row: Row, moment: typeof noon, predictionId = 'p') =>
  recommend(row, { settings, moment, predictionId });

export const policyLaws: readonly Law<Policy>[] = [
  {
    name: 'propensities are a distribution over exactly the eligible actions',
    check(policy) {
      for (const { row, moment, eligible } of situations) {
        const { alternatives } = ask(policy, row, moment);
        const names = alternatives.map(({ action }) => action).sort();
        require(names.join() === [...eligible].sort().join(), `${names} are open instead of ${eligible}`);
        requireClose(
          alternatives.reduce((sum, each) => sum + each.propensity, 0),
          1,
          'their sum',
        );
      }
    },
  },
  {
    name: 'every eligible action keeps its share of the exploration',
    check(policy) {
      for (const { row, moment } of situations) {
        const { alternatives } = ask(policy, row, moment);
        const floor = policy.settings.epsilon / alternatives.length;
        for (const { action, propensity } of alternatives)
          require(propensity >= floor - 1e-12, `${action}: ${propensity} is below ${floor}`);
      }
    },
  },
  {
    name: 'actions are taken as often as their propensities say',
    check(policy) {
      for (const { row, moment } of situations.slice(0, 1)) {
        const { alternatives } = ask(policy, row, moment);
        const taken = new Map<string, number>();
        for (let draw = 0; draw < draws; draw++) {
          const { action } = ask(policy, row, moment, `draw ${draw}`);
          taken.set(action, (taken.get(action) ?? 0) + 1);
        }
        for (const { action, propensity } of alternatives) {
          const deviation = Math.sqrt(draws * propensity * (1 - propensity));
          const off = Math.abs((taken.get(action) ?? 0) - draws * propensity);
          require(off <= 4 * deviation + 1, `${action}: ${taken.get(action)} of ${draws} at ${propensity}`);
        }
      }
    },
  },
  {
    name: 'what is not eligible is never taken: consent, rules, caps and quiet hours',
    check(policy) {
      for (const { row, moment, eligible } of situations)
        for (let draw = 0; draw < 40; draw++) {
          const { action } = ask(policy, row, moment, `draw ${draw}`);
          require(eligible.includes(action), `${action} was taken, open are ${eligible}`);
        }
    },
  },
  {
    name: 'the same prediction is answered the same',
    check(policy) {
      for (const { row, moment } of situations)
        for (const id of ['a', 'b', 'c']) {
          const [one, two] = [ask(policy, row, moment, id), ask(policy, row, moment, id)];
          require(JSON.stringify(one) === JSON.stringify(two), `${id} was answered in two ways`);
        }
    },
  },
  {
    name: 'the gain is against doing nothing, which gains nothing',
    check(policy) {
      for (const { row, moment } of situations) {
        const { action, expectedValue, expectedGain, alternatives } = ask(policy, row, moment);
        const value = (name: string) => alternatives.find((each) => each.action === name)!.value;
        requireClose(expectedValue, value(action), 'the expected value');
        requireClose(expectedGain, value(action) - value('wait'), 'the expected gain');
      }
    },
  },
];
