import { describe, expect, test } from '@jest/globals';
import { withOverrides } from '../../simulator/parameters.ts';
import { pickWeighted } from '../../simulator/random/distributions.ts';
import { stream } from '../../simulator/random/stream.ts';
import { actions, stepOdds } from '../../simulator/world/leadResponse.ts';
import { type OpenLead, takeStep } from '../../simulator/world/leadStep.ts';
import { type Lead, leadTypes } from '../../simulator/world/leads.ts';
import { leadProspects } from '../../simulator/world/leadValue.ts';
import { teamPropensities } from '../../simulator/world/salesTeam.ts';

const parameters = withOverrides();
const prospects = leadProspects(parameters);
const at = Date.parse('2026-03-02T09:00:00Z');

function lead(type: Lead['type'], number = 1): Lead {
  const externalId = `L-${String(number).padStart(6, '0')}`;
  return { externalId, at, source: 'web_form', customerExternalId: null, value: 1000, attributes: {}, type };
}
const fresh = (one: Lead): OpenLead => ({
  lead: one,
  state: { type: one.type, step: 0, previous: null, prompt: true },
  dueAt: at,
});

describe('lead response', () => {
  test('odds are probabilities for every type, action and step', () => {
    for (const type of leadTypes) {
      for (const action of actions) {
        for (let step = 0; step < parameters.leads.steps; step++) {
          const odds = stepOdds({ type, step, previous: action, prompt: true }, action);
          expect(odds.converts + odds.loses).toBeLessThan(1);
          expect(Math.min(odds.converts, odds.loses, odds.responds)).toBeGreaterThan(0);
        }
      }
    }
  });

  test('the action to choose depends on the hidden type', () => {
    const best = leadTypes.map((type) => {
      const { state, lead: one } = fresh(lead(type));
      const value = (action: (typeof actions)[number]) =>
        prospects.ofAction(state, action, one.source, one.value).value;
      return [...actions].sort((a, b) => value(b) - value(a))[0];
    });
    expect(Object.fromEntries(leadTypes.map((type, i) => [type, best[i]]))).toMatchObject({
      ready: 'call',
      price_sensitive: 'offer',
      busy: 'sms',
      researcher: 'email',
    });
  });

  test('played out, leads convert and earn as the exact recursion says', () => {
    for (const type of ['ready', 'busy'] as const) {
      let [converted, euro] = [0, 0];
      const n = 6000;
      for (let number = 0; number < n; number++) {
        let open: OpenLead | null = fresh(lead(type, number));
        while (open !== null) {
          const team = teamPropensities('web_form', open.state.step, open.state.previous);
          const action = pickWeighted(stream(1, 'choice', number, open.state.step), team);
          euro -= parameters.leads.costs[action];
          const step = takeStep(1, open, action, parameters);
          const won = step.outcomes.find(({ row }) => row.kind === 'converted');
          if (won !== undefined) {
            converted++;
            euro += Number(won.row.value);
          }
          open = step.next;
        }
      }
      const { state } = fresh(lead(type));
      const truth = prospects.ofState(state, 'web_form', 1000);
      // Four standard errors.
      expect(Math.abs(converted / n - truth.converts)).toBeLessThan(4 * Math.sqrt(0.25 / n));
      expect(Math.abs(euro / n - truth.value)).toBeLessThan(4 * (500 / Math.sqrt(n)));
    }
  });

  test('the same action at the same step ends the same way, and outcomes come late', () => {
    for (let number = 0; number < 50; number++) {
      const open = fresh(lead('price_sensitive', number));
      expect(takeStep(2, open, 'offer', parameters)).toEqual(takeStep(2, open, 'offer', parameters));
      for (const outcome of takeStep(2, open, 'call', parameters).outcomes) {
        expect(outcome.at).toBeGreaterThanOrEqual(open.dueAt + 4 * 3_600_000);
        expect(Date.parse(String(outcome.row.occurredAt))).toBeLessThanOrEqual(outcome.at);
      }
    }
  });

  test('the team keeps every action possible', () => {
    for (const source of Object.keys(parameters.leads.sources)) {
      for (const previous of [null, ...actions]) {
        const team = teamPropensities(source, 3, previous);
        expect(actions.reduce((sum, action) => sum + team[action], 0)).toBeCloseTo(1, 12);
        expect(Math.min(...Object.values(team))).toBeGreaterThan(0.02);
      }
    }
  });
});
