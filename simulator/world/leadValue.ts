import type { Parameters } from '../parameters.ts';
import { type Action, actions, type LeadState, stepOdds } from './leadResponse.ts';
import { teamPropensities } from './salesTeam.ts';

/** What follows from a state by the hidden odds: probability of conversion and expected euro, costs deducted. */
export interface Prospect {
  readonly converts: number;
  readonly value: number;
}

/** Linear in the lead's value: euro = revenue share x value - cost. */
interface Terms {
  readonly converts: number;
  readonly revenueShare: number;
  readonly cost: number;
}

export interface Prospects {
  /** Taking `action` now and leaving the remaining steps to the team's habits. */
  ofAction(state: LeadState, action: Action, source: string, leadValue: number): Prospect;
  /** The team acts by its habits from here on. */
  ofState(state: LeadState, source: string, leadValue: number): Prospect;
}

/**
 * The true prospects of leads, by exact recursion over the remaining steps. The reference for every policy: it
 * depends on no model and on no run.
 */
export function leadProspects(parameters: Parameters): Prospects {
  const { steps, costs, offerDiscount } = parameters.leads;
  const known = new Map<string, Terms>();

  function actionTerms(state: LeadState, action: Action, source: string): Terms {
    const odds = stepOdds(state, action);
    const stays = 1 - odds.converts - odds.loses;
    const next = stateTerms({ ...state, step: state.step + 1, previous: action, prompt: true }, source);
    return {
      converts: odds.converts + stays * next.converts,
      revenueShare: odds.converts * (action === 'offer' ? 1 - offerDiscount : 1) + stays * next.revenueShare,
      cost: costs[action] + stays * next.cost,
    };
  }

  function stateTerms(state: LeadState, source: string): Terms {
    if (state.step >= steps) return { converts: 0, revenueShare: 0, cost: 0 };
    const key = [state.type, state.step, state.previous, state.prompt, source].join();
    const found = known.get(key);
    if (found !== undefined) return found;
    const propensities = teamPropensities(source, state.step, state.previous);
    const total = { converts: 0, revenueShare: 0, cost: 0 };
    for (const action of actions) {
      const terms = actionTerms(state, action, source);
      total.converts += propensities[action] * terms.converts;
      total.revenueShare += propensities[action] * terms.revenueShare;
      total.cost += propensities[action] * terms.cost;
    }
    known.set(key, total);
    return total;
  }

  const inEuro = (terms: Terms, leadValue: number): Prospect => ({
    converts: terms.converts,
    value: terms.revenueShare * leadValue - terms.cost,
  });
  return {
    ofAction: (state, action, source, leadValue) => inEuro(actionTerms(state, action, source), leadValue),
    ofState: (state, source, leadValue) => inEuro(stateTerms(state, source), leadValue),
  };
}
