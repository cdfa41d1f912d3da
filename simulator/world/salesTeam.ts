import { type Action, actions } from './leadResponse.ts';

export type Propensities = Readonly<Record<Action, number>>;

/**
 * How the team acts by its own habits: rules of thumb by source and step, with variety between people. Every
 * action keeps a positive probability, which is what lets a policy be evaluated from its log.
 */
export function teamPropensities(source: string, step: number, previous: Action | null): Propensities {
  const weights: Record<Action, number> = { call: 0.4, email: 0.26, sms: 0.12, offer: 0.12, wait: 0.1 };
  if (source === 'phone' || source === 'referral') weights.call += 0.2;
  if (source === 'web_form') weights.email += 0.12;
  if (step >= 2) weights.offer += 0.12;
  if (step >= 3) weights.wait += 0.1;
  if (previous !== null) weights[previous] *= 0.6;
  const total = actions.reduce((sum, action) => sum + weights[action], 0);
  return Object.fromEntries(actions.map((action) => [action, weights[action] / total])) as Propensities;
}
