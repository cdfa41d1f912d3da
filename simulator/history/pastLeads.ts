import { pickWeighted } from '../random/distributions.ts';
import { stream } from '../random/stream.ts';
import { interactionRow, type LateOutcome, type OpenLead, openLead, takeStep } from '../world/leadStep.ts';
import { teamPropensities } from '../world/salesTeam.ts';
import type { World } from '../world/world.ts';

/** What the sales team did on its own before week 1, and what it left on the desk. */
export interface PastLeads {
  readonly interactions: readonly { readonly at: number; readonly row: Readonly<Record<string, unknown>> }[];
  readonly outcomes: readonly LateOutcome[];
  readonly open: readonly OpenLead[];
}

export function pastLeads(world: World): PastLeads {
  const { seed, parameters, startsAt } = world;
  const interactions: { at: number; row: Record<string, unknown> }[] = [];
  const outcomes: LateOutcome[] = [];
  const open: OpenLead[] = [];
  for (const lead of world.leads) {
    if (lead.at >= startsAt) continue;
    let current: OpenLead | null = openLead(seed, lead, parameters);
    while (current !== null && current.dueAt < startsAt) {
      const propensities = teamPropensities(lead.source, current.state.step, current.state.previous);
      const random = stream(seed, 'teamChoice', lead.externalId, current.state.step);
      const action = pickWeighted(random, propensities);
      interactions.push({
        at: current.dueAt,
        row: interactionRow(current, action, propensities[action], null),
      });
      const step = takeStep(seed, current, action, parameters);
      outcomes.push(...step.outcomes);
      current = step.next;
    }
    if (current !== null) open.push(current);
  }
  const byTime = (a: { at: number }, b: { at: number }) => a.at - b.at;
  return { interactions: interactions.sort(byTime), outcomes: outcomes.sort(byTime), open };
}
