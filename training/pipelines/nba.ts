import type { DatasetRow } from '../../features/datasetRow.ts';
import { waitAction } from '../../features/labels/actionResponse.ts';
import { type NbaSettings, nbaSettingsOf } from '../../models/next-best-action/actionCatalogue.ts';
import {
  fitNextBestActionModel,
  type NextBestActionModel,
  type NextBestActionModelData,
  nextBestActionModelFromData,
} from '../../models/next-best-action/nextBestActionModel.ts';
import { type LoggedDecision, offPolicyValue } from '../offPolicy.ts';
import type { Pipeline } from '../pipeline.ts';
import { baseRate } from './baseRate.ts';
import { classificationPipeline } from './classification.ts';

/** Weighted decisions below which the off-policy value is reported but does not judge. */
const enoughOverlap = 30;

const actionOf = (row: DatasetRow) => String(row.features.action);
const leadOf = ({ features: { action: _, ...lead } }: DatasetRow) => lead;

/**
 * Judged twice: by the probability of an answer to the action taken, and by what its choices would have
 * earned on logged decisions whose propensities are known.
 */
export const nbaPipeline: Pipeline = (context) =>
  classificationPipeline<NextBestActionModel>(context, {
    task: 'nba',
    fit: fitNextBestActionModel,
    fromData: (data) => nextBestActionModelFromData(data as NextBestActionModelData),
    probabilities: (model, rows) => model.probabilities(rows.map(leadOf), rows.map(actionOf)),
    baselines: (train) => [baseRate(train), baseRate(train, actionOf, 'the base rate of each action')],
    further(model, holdout) {
      const settings = nbaSettingsOf(context.company.settings);
      const decisions = loggedDecisions(model, settings, holdout);
      if (decisions.length === 0) {
        const note = 'No held-out action has a known propensity, so the policy could not be valued.';
        return { metrics: {}, reasons: [], notes: [note] };
      }
      const { logged, learned, effectiveSampleSize } = offPolicyValue(decisions);
      const metrics = { policyValue: learned, loggedPolicyValue: logged };
      const overlap = `${decisions.length} logged decisions with known propensity, effective sample size ${effectiveSampleSize.toFixed(1)}`;
      const notes = [`Policy value per action in company currency, doubly robust, from ${overlap}.`];
      const worse = effectiveSampleSize >= enoughOverlap && learned.high < logged.low;
      const reasons = worse
        ? [
            `The policy would have earned ${learned.value.toPrecision(3)} per action, the logged one ${logged.value.toPrecision(3)} (${overlap}).`,
          ]
        : [];
      return { metrics, reasons, notes };
    },
  });

/**
 * Actions taken, as the learned policy sees them. Doing nothing leaves no propensity in the log, so both
 * policies are compared on what they do when they act. What the model expects of the action taken is the value it
 * chooses by: it must not know what the lead turned out to be worth, or the correction would not correct.
 */
export function loggedDecisions(
  model: NextBestActionModel,
  settings: NbaSettings,
  holdout: readonly DatasetRow[],
): LoggedDecision[] {
  const rows = holdout.filter(({ context, features }) => {
    const propensity = context?.propensity;
    return typeof propensity === 'number' && propensity > 0 && features.action !== waitAction;
  });
  const leads = rows.map(leadOf);
  const chosen = model.recommend(leads, (row) => ({ settings, predictionId: rows[row]!.subjectId }));
  return rows.flatMap((row, index) => {
    const action = actionOf(row);
    const choices = chosen[index]!.alternatives.filter((choice) => choice.action !== waitAction);
    const acts = choices.reduce((sum, choice) => sum + choice.propensity, 0);
    if (acts === 0) return [];
    const value = row.context?.value;
    const known = typeof value === 'number' ? value : (model.data.meanLeadValue ?? settings.defaultLeadValue);
    const worth = known * model.data.conversionShare;
    const cost = settings.actions.find(({ name }) => name === action)?.cost ?? 0;
    const choice = choices.find((each) => each.action === action);
    return [
      {
        subjectId: row.subjectId,
        reward: row.label * worth - cost,
        loggedPropensity: Number(row.context?.propensity),
        propensity: (choice?.propensity ?? 0) / acts,
        // An action the policy may not take has no weight, whatever is expected of it.
        expected: choice?.value ?? 0,
        expectedOfPolicy: choices.reduce((sum, each) => sum + each.propensity * each.value, 0) / acts,
      },
    ];
  });
}
