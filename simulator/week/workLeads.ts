import type { z } from 'zod';
import { nbaAnswer } from '../answers.ts';
import { chance, pickWeighted } from '../random/distributions.ts';
import { stream } from '../random/stream.ts';
import { type Action, actions, isAction } from '../world/leadResponse.ts';
import { interactionRow, type OpenLead, takeStep } from '../world/leadStep.ts';
import type { Prospects } from '../world/leadValue.ts';
import { type Propensities, teamPropensities } from '../world/salesTeam.ts';
import { ask } from './ask.ts';
import { importRows } from './bookIn.ts';
import type { Scene } from './run.ts';

type Recommendation = z.infer<typeof nbaAnswer>;

interface Choice {
  readonly action: Action;
  /** Probability with which this desk would have taken this action, recommendation and habits together. */
  readonly propensity: number;
  readonly predictionId: string | null;
}

/** Follows the recommendation with the stated adherence, else the team's habits. */
function choose(
  scene: Scene,
  open: OpenLead,
  recommendation: Recommendation | null,
  team: Propensities,
): Choice {
  const { seed, parameters } = scene.run.world;
  const { lead, state } = open;
  const habit = pickWeighted(stream(seed, 'teamChoice', lead.externalId, state.step), team);
  const recommended = recommendation?.result.action;
  if (recommendation === null || recommended === undefined || !isAction(recommended)) {
    return { action: habit, propensity: team[habit], predictionId: null };
  }
  const { adherence } = parameters.leads;
  const follows = chance(stream(seed, 'adherence', lead.externalId, state.step), adherence);
  const action = follows ? recommended : habit;
  const stated = recommendation.result.alternatives ?? [];
  const policy = (one: Action) =>
    stated.find((alternative) => alternative.action === one)?.propensity ?? (one === recommended ? 1 : 0);
  return {
    action,
    propensity: adherence * policy(action) + (1 - adherence) * team[action],
    predictionId: follows ? recommendation.predictionId : null,
  };
}

function score(
  scene: Scene,
  open: OpenLead,
  recommendation: Recommendation,
  choice: Choice,
  prospects: Prospects,
): void {
  const { lead, state } = open;
  const { action } = recommendation.result;
  if (!isAction(action)) return;
  const value = (one: Action) => prospects.ofAction(state, one, lead.source, lead.value).value;
  const values = actions.map(value);
  scene.record.nba.push({
    lead: lead.externalId,
    action,
    followed: choice.predictionId !== null,
    value: value(action),
    best: Math.max(...values),
    random: values.reduce((sum, one) => sum + one, 0) / values.length,
    team: prospects.ofState(state, lead.source, lead.value).value,
    each: values,
    role: recommendation.model?.role ?? 'unknown',
  });
}

/** A session of the lead desk: every lead that is due is looked up, acted on and booked. */
export async function workLeads(scene: Scene, until: number, prospects: Prospects): Promise<void> {
  const { run } = scene;
  const { seed, parameters } = run.world;
  const due = run.openLeads.filter((open) => open.dueAt <= until);
  const waiting = run.openLeads.filter((open) => open.dueAt > until);
  const recommendations = await scene.client.each(due, (open) =>
    ask(
      scene,
      'nba',
      () => scene.client.post('/api/ml/nba/predict', { leadId: open.lead.externalId }),
      nbaAnswer,
    ),
  );
  const rows = due.map((open, i) => {
    const recommendation = recommendations[i] ?? null;
    const team = teamPropensities(open.lead.source, open.state.step, open.state.previous);
    const choice = choose(scene, open, recommendation, team);
    if (recommendation !== null) score(scene, open, recommendation, choice, prospects);
    const { next, outcomes } = takeStep(seed, open, choice.action, parameters);
    if (next !== null) waiting.push(next);
    run.lateOutcomes.push(...outcomes);
    return interactionRow(open, choice.action, choice.propensity, choice.predictionId);
  });
  run.openLeads = waiting;
  await importRows(scene, 'interactions', rows);
}
