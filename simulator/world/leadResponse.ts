import type { LeadType } from './leads.ts';

export const actions = ['call', 'email', 'sms', 'offer', 'wait'] as const;
export type Action = (typeof actions)[number];

export function isAction(text: string): text is Action {
  return (actions as readonly string[]).includes(text);
}

/** Where a lead stands before a step. */
export interface LeadState {
  readonly type: LeadType;
  /** Steps taken so far. */
  readonly step: number;
  readonly previous: Action | null;
  /** The desk reached it within a day of its arrival (matters for the first step only). */
  readonly prompt: boolean;
}

type Table = Readonly<Record<LeadType, Readonly<Record<Action, number>>>>;

/** Conversion per step: who is ready wants to talk, who looks at prices wants an offer, busy people write back. */
const converts: Table = {
  ready: { call: 0.34, email: 0.18, sms: 0.14, offer: 0.29, wait: 0.06 },
  price_sensitive: { call: 0.07, email: 0.05, sms: 0.04, offer: 0.24, wait: 0.02 },
  busy: { call: 0.05, email: 0.12, sms: 0.22, offer: 0.1, wait: 0.03 },
  researcher: { call: 0.06, email: 0.18, sms: 0.05, offer: 0.08, wait: 0.09 },
  cold: { call: 0.01, email: 0.01, sms: 0.01, offer: 0.02, wait: 0.005 },
};

/** Lost per step: annoyed by the action, or gone elsewhere while nothing happened. */
const loses: Table = {
  ready: { call: 0.04, email: 0.03, sms: 0.04, offer: 0.04, wait: 0.09 },
  price_sensitive: { call: 0.08, email: 0.04, sms: 0.05, offer: 0.03, wait: 0.06 },
  busy: { call: 0.16, email: 0.05, sms: 0.04, offer: 0.06, wait: 0.03 },
  researcher: { call: 0.14, email: 0.03, sms: 0.08, offer: 0.1, wait: 0.02 },
  cold: { call: 0.15, email: 0.06, sms: 0.08, offer: 0.08, wait: 0.05 },
};

/** Replies without buying yet: the sign from which a type can be learned. */
const responds: Table = {
  ready: { call: 0.6, email: 0.4, sms: 0.4, offer: 0.5, wait: 0.05 },
  price_sensitive: { call: 0.35, email: 0.25, sms: 0.2, offer: 0.6, wait: 0.03 },
  busy: { call: 0.1, email: 0.35, sms: 0.55, offer: 0.3, wait: 0.02 },
  researcher: { call: 0.2, email: 0.6, sms: 0.2, offer: 0.25, wait: 0.06 },
  cold: { call: 0.1, email: 0.05, sms: 0.05, offer: 0.08, wait: 0.01 },
};

export interface StepOdds {
  readonly converts: number;
  readonly loses: number;
  /** Given that the lead stays open. */
  readonly responds: number;
}

/** True odds of one step. Speed pays with the first call; repeating an action wears out; interest fades. */
export function stepOdds(state: LeadState, action: Action): StepOdds {
  const repeated = action !== 'wait' && action === state.previous;
  const speed =
    state.step > 0 || state.type !== 'ready' ? 1 : state.prompt ? (action === 'call' ? 1.4 : 1.15) : 0.7;
  const fading = 0.9 ** state.step;
  return {
    converts: Math.min(0.9, converts[state.type][action] * speed * fading * (repeated ? 0.6 : 1)),
    loses: Math.min(0.5, loses[state.type][action] * (repeated ? 1.5 : 1)),
    responds: responds[state.type][action] * (repeated ? 0.7 : 1),
  };
}
