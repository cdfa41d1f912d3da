import type { Entity } from '../../prisma/repositories/historyRecord.ts';
import type { Feature } from '../feature.ts';
import { actionNames } from './actions.ts';
import { customerFeatures } from './customer.ts';
import { leadFeatures } from './lead.ts';
import { purchaseFeatures } from './purchases.ts';

/** The tasks learned from entity histories, as the database names them. */
export type HistoryTask = 'nba' | 'clv' | 'churn' | 'lead_score';

/** Whose history a task reads. */
export function entityOfTask(task: HistoryTask): Entity {
  return task === 'nba' || task === 'lead_score' ? 'lead' : 'customer';
}

/** One list per catalogue, so that what is prepared for a list serves the next request too. */
const leadFeaturesOf = new Map<string, readonly Feature[]>();
const keptCatalogues = 256;

function featuresOfLeads(actions: readonly string[]): readonly Feature[] {
  const key = JSON.stringify(actions);
  let features = leadFeaturesOf.get(key);
  if (features === undefined) {
    if (leadFeaturesOf.size >= keptCatalogues) leadFeaturesOf.delete(leadFeaturesOf.keys().next().value!);
    features = leadFeatures(actions);
    leadFeaturesOf.set(key, features);
  }
  return features;
}

/** The features of a task. `settings` are the company's (their action catalogue decides some features). */
export function featuresOfTask(task: HistoryTask, settings: unknown = {}): readonly Feature[] {
  switch (task) {
    case 'churn':
      return customerFeatures;
    case 'clv':
      return purchaseFeatures;
    default:
      return featuresOfLeads(actionNames(settings));
  }
}
