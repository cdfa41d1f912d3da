import type { DatasetRow } from '../../features/datasetRow.ts';
import { nbaSettingsOf } from '../../models/next-best-action/actionCatalogue.ts';
import { enoughOverlap, shareOf } from '../../models/next-best-action/autonomy.ts';
import {
  fitNextBestActionModel,
  type NextBestActionModel,
  type NextBestActionModelData,
  nextBestActionModelFromData,
} from '../../models/next-best-action/nextBestActionModel.ts';
import type { Pipeline } from '../pipeline.ts';
import type { PolicyReport } from '../policyReport.ts';
import { baseRate } from './baseRate.ts';
import { classificationPipeline } from './classification.ts';
import { crossFittedDecisions } from './crossFittedDecisions.ts';
import { actionOf, leadOf, policyDecisions } from './policyDecisions.ts';
import { valuePolicy } from './valuePolicy.ts';

/**
 * Judged twice: by the probability of success of the action taken, and by what its choices would have earned on logged
 * decisions whose propensities are known, cross-fitted, beside what the team's habits would have. The second decides how
 * much is left to the model: for the rest it does what the team would do. A company that gives its models full autonomy has
 * the second judge the whole model instead.
 */
export const nbaPipeline: Pipeline = (context) =>
  classificationPipeline<NextBestActionModel>(context, {
    task: 'nba',
    fit: fitNextBestActionModel,
    fromData: (data) => nextBestActionModelFromData(data as NextBestActionModelData),
    probabilities: (model, rows) => model.probabilities(rows.map(leadOf), rows.map(actionOf)),
    baselines: (train) => [baseRate(train), baseRate(train, actionOf, 'the base rate of each action')],
    async further(model, { train, holdout }, options) {
      const { settings: stored, timezone } = context.company;
      const settings = nbaSettingsOf(stored);
      const decide = (one: NextBestActionModel, rows: readonly DatasetRow[]) =>
        policyDecisions(one, settings, timezone, rows);
      const decisions = [
        ...decide(model, holdout),
        ...(await crossFittedDecisions(train, model, options, decide)),
      ];
      const policy = valuePolicy(decisions, settings.tolerance);
      if (policy === null) {
        const note =
          'No action has a known propensity, so the policy could not be valued: the model imitates the team.';
        return { metrics: {}, reasons: [], notes: [note] };
      }
      const { value, autonomy } = policy;
      return {
        metrics: { policyValue: value.dr, loggedPolicyValue: value.logged, teamPolicyValue: value.team },
        reasons: settings.autonomy === 'full' ? refusal(policy) : [],
        notes: notesOf(policy),
        policy,
        finish: (final) => final.withAutonomy(autonomy),
      };
    },
  });

const overlapOf = ({ value }: PolicyReport): string =>
  `${value.decisions} logged decisions with known propensity, effective sample size ${value.effectiveSampleSize.toFixed(1)}`;

function refusal(policy: PolicyReport): string[] {
  const { effectiveSampleSize, gain, dr, team } = policy.value;
  if (effectiveSampleSize < enoughOverlap || gain.high >= 0) return [];
  return [
    `The policy would have earned ${dr.value.toPrecision(3)} per decision, the team's habits ${team.value.toPrecision(3)} (${overlapOf(policy)}).`,
  ];
}

function notesOf(policy: PolicyReport): string[] {
  const free = Object.entries(policy.autonomy).filter(([, { autonomous }]) => autonomous);
  const share = free.length === 0 ? 0 : shareOf(free[0]![1]);
  return [
    `Policy value per decision in company currency, doubly robust, from ${overlapOf(policy)}.`,
    free.length === 0
      ? 'No action has earned autonomy yet: the model imitates the team.'
      : `Left to the model in ${(100 * share).toFixed(0)} % of the cases: ${free.map(([action]) => action).join(', ')}; for the rest it imitates the team.`,
    ...policy.warnings,
  ];
}
