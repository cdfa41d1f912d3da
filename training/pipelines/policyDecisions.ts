import type { DatasetRow } from '../../features/datasetRow.ts';
import { waitAction } from '../../features/labels/actionResponse.ts';
import type { NbaSettings } from '../../models/next-best-action/actionCatalogue.ts';
import type { NextBestActionModel } from '../../models/next-best-action/nextBestActionModel.ts';

/** One logged decision, as the model's own policy sees it. */
export interface PolicyDecision {
  readonly subjectId: string;
  readonly asOf: Date;
  readonly taken: string;
  /** What came of the action taken, less its cost, company currency. */
  readonly reward: number;
  /** Probability with which the logging policy took it, in (0, 1]. */
  readonly loggedPropensity: number;
  /** Eligible actions, the most valuable first, with the model's expected values. */
  readonly choices: readonly {
    readonly action: string;
    readonly value: number;
    /** Of the model, were it free; sums to 1. */
    readonly propensity: number;
    /** Of the team's habits; sums to 1. */
    readonly team: number;
  }[];
}

export function hasPropensity({ context }: DatasetRow): boolean {
  const propensity = context?.propensity;
  return typeof propensity === 'number' && propensity > 0 && propensity <= 1;
}

export const actionOf = (row: DatasetRow): string => String(row.features.action);
export const leadOf = ({ features: { action: _, ...lead } }: DatasetRow) => lead;

/**
 * The decisions whose propensities are known, as the model would take them were it free to. Where doing nothing was
 * never logged as a decision, both policies are compared on what they do when they act. What the model expects of the
 * action taken is the value it chooses by: it must not know what the lead turned out to be worth, or the correction
 * would not correct.
 */
export function policyDecisions(
  model: NextBestActionModel,
  settings: NbaSettings,
  timezone: string,
  rows: readonly DatasetRow[],
): PolicyDecision[] {
  const logged = rows.filter(hasPropensity);
  const logsWaiting = logged.some((row) => actionOf(row) === waitAction);
  const leads = logged.map(leadOf);
  const free: NbaSettings = { ...settings, autonomy: 'full' };
  const chosen = model.recommend(leads, (row) => ({
    settings: free,
    moment: { at: logged[row]!.asOf, timezone },
    predictionId: logged[row]!.subjectId,
  }));
  return logged.flatMap((row, index) => {
    const taken = actionOf(row);
    const open = chosen[index]!.alternatives.filter(({ action }) => logsWaiting || action !== waitAction);
    const sum = open.reduce((total, { propensity }) => total + propensity, 0);
    if (sum === 0) return [];
    const habits = model.team(
      leads[index]!,
      open.map(({ action }) => action),
    );
    const value = row.context?.value;
    const worth =
      typeof value === 'number' ? value * model.data.conversionShare : model.worthOfSuccess({}, settings);
    const cost = settings.actions.find(({ name }) => name === taken)?.cost ?? 0;
    return [
      {
        subjectId: row.subjectId,
        asOf: row.asOf,
        taken,
        reward: row.label * worth - cost,
        loggedPropensity: Number(row.context?.propensity),
        choices: open.map(({ action, propensity, value }, place) => ({
          action,
          value,
          propensity: propensity / sum,
          team: habits?.[place] ?? propensity / sum,
        })),
      },
    ];
  });
}
