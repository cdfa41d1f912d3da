import { berlinDay, berlinTime, DAY, HOUR, iso, weekdayOf } from '../calendar.ts';
import type { Parameters } from '../parameters.ts';
import { between, chance } from '../random/distributions.ts';
import { stream } from '../random/stream.ts';
import { type Action, type LeadState, stepOdds } from './leadResponse.ts';
import type { Lead } from './leads.ts';

/** Something that becomes known later. */
export interface LateOutcome {
  readonly at: number;
  readonly row: Readonly<Record<string, unknown>>;
}

/** A lead on the desk: its state so far and when it is due. */
export interface OpenLead {
  readonly lead: Lead;
  readonly state: LeadState;
  readonly dueAt: number;
}

const deskHours = [10, 15];

/** The first session of the lead desk (weekdays at 10 and 15 o'clock) at or after a moment. */
function deskSession(time: number): number {
  for (let day = berlinDay(time); ; day += DAY) {
    if (weekdayOf(day) > 4) continue;
    for (const hour of deskHours) {
      const session = berlinTime(day, hour);
      if (session >= time) return session;
    }
  }
}

export function openLead(seed: number, lead: Lead, parameters: Parameters): OpenLead {
  const random = stream(seed, 'leadArrival', lead.externalId);
  const soon = chance(random, parameters.leads.promptShare);
  const dueAt = deskSession(lead.at + (soon ? 0.5 + random() * 8 : 30 + random() * 20) * HOUR);
  const prompt = dueAt - lead.at <= DAY;
  return { lead, state: { type: lead.type, step: 0, previous: null, prompt }, dueAt };
}

function interactionId(lead: Lead, step: number): string {
  return `I-${lead.externalId.slice(2)}-${step + 1}`;
}

/**
 * Takes one step. What an action leads to depends on the lead's type and the action alone, with a draw fixed per
 * lead and step: the same action at the same step has the same outcome in every run.
 */
export function takeStep(
  seed: number,
  open: OpenLead,
  action: Action,
  parameters: Parameters,
): { next: OpenLead | null; outcomes: LateOutcome[] } {
  const { lead, state, dueAt } = open;
  const settings = parameters.leads;
  const random = stream(seed, 'leadStep', lead.externalId, state.step);
  const draws = { closing: random(), responding: random(), known: random(), gap: random(), booked: random() };
  const odds = stepOdds(state, action);
  const converted = draws.closing < odds.converts;
  const lost = !converted && draws.closing < odds.converts + odds.loses;
  const responded = converted || (!lost && draws.responding < odds.responds);
  const within = (range: readonly number[], draw: number) => {
    const [low, high] = range as readonly [number, number];
    return low + draw * (high - low);
  };
  const happened = dueAt + Math.min(within(settings.outcomeAfterHours, draws.known), 24) * 0.5 * HOUR;
  const knownAt = dueAt + within(settings.outcomeAfterHours, draws.known) * HOUR;
  const bookedAt = knownAt + within(settings.closingAfterDays, draws.booked) * DAY;
  const base = {
    subjectType: 'lead',
    subjectExternalId: lead.externalId,
    interactionExternalId: interactionId(lead, state.step),
  };
  const id = interactionId(lead, state.step).slice(2);
  const reply: LateOutcome = {
    at: knownAt,
    row: {
      ...base,
      externalId: `O-${id}`,
      kind: responded ? 'responded' : 'no_response',
      occurredAt: iso(happened),
    },
  };
  const close = (kind: 'converted' | 'lost', occurred: number, at: number): LateOutcome => ({
    at,
    row: {
      ...base,
      externalId: `X-${id}`,
      kind,
      ...(kind === 'converted'
        ? { value: Math.round(lead.value * (action === 'offer' ? 1 - settings.offerDiscount : 1)) }
        : {}),
      occurredAt: iso(occurred),
    },
  });
  if (converted) return { next: null, outcomes: [reply, close('converted', happened, bookedAt)] };
  if (lost) return { next: null, outcomes: [reply, close('lost', happened, bookedAt)] };
  const [low, high] = settings.stepDays as readonly [number, number];
  const nextDue = deskSession(dueAt + (between(() => draws.gap, low, high) - 0.1) * DAY);
  if (state.step + 1 >= settings.steps)
    return { next: null, outcomes: [reply, close('lost', nextDue, nextDue + HOUR)] };
  return {
    next: { lead, state: { ...state, step: state.step + 1, previous: action }, dueAt: nextDue },
    outcomes: [reply],
  };
}

/** The import row of a step. */
export function interactionRow(
  open: OpenLead,
  action: Action,
  propensity: number,
  predictionId: string | null,
): Record<string, unknown> {
  return {
    externalId: interactionId(open.lead, open.state.step),
    leadExternalId: open.lead.externalId,
    ...(open.lead.customerExternalId === null ? {} : { customerExternalId: open.lead.customerExternalId }),
    action,
    direction: 'outbound',
    propensity,
    ...(predictionId === null ? {} : { predictionId }),
    occurredAt: iso(open.dueAt),
  };
}
