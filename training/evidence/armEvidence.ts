import type { Queryable } from '../../prisma/queryable.ts';
import type { ExperimentRecord } from '../../prisma/repositories/experiments.ts';
import type { ArmComparison } from '../compareArms.ts';
import { linkingEvidence } from './linking.ts';
import { nbaEvidence } from './nba.ts';
import { probabilityEvidence } from './probability.ts';

/** What has become of the units of an experiment's arms; null: nothing comes in time to compare them. */
export async function armEvidence(
  client: Queryable,
  experiment: ExperimentRecord,
  now: Date,
): Promise<ArmComparison | null> {
  switch (experiment.task) {
    case 'linking':
      return linkingEvidence(client, experiment, now);
    case 'nba':
      return nbaEvidence(client, experiment, now);
    case 'churn':
    case 'lead_score':
      return probabilityEvidence(client, experiment, now);
    case 'clv':
      // Lifetimes are known after months; the held-out comparison decides.
      return null;
  }
}
