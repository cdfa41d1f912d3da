import { Problem } from '../../base/problem.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import { streamHistories } from '../../prisma/repositories/history.ts';
import { countOutcomeKinds, observedUntil, reportingLagDays } from '../../prisma/repositories/spine.ts';
import { contractAttributeOf } from '../contract.ts';
import { fitDepartures } from '../departures/fitDepartures.ts';
import { type LifeSigns, lifeSigns } from '../departures/lifeSigns.ts';
import { type ChurnDefinition, churnDefinition } from './churnLabel.ts';

/**
 * What churn is at a company, from all that was known at `knownAt`. Where departures can be silent that takes a pass over
 * the histories of all customers.
 * @throws Problem `cancelled` when the signal aborts
 */
export async function companyChurn(
  client: Queryable,
  company: { readonly id: string; readonly settings: unknown },
  knownAt: Date,
  signal?: AbortSignal,
): Promise<ChurnDefinition & { readonly lagDays: number }> {
  const definition = churnDefinition(await countOutcomeKinds(client, company.id, 'customer', knownAt));
  const contractAttribute = contractAttributeOf(company.settings);
  const reports = definition !== 'inactivity';
  const lagDays = reports ? await reportingLagDays(client, company.id, 'customer', ['churned'], knownAt) : 0;
  const until = (reports ? null : await observedUntil(client, company.id, knownAt)) ?? knownAt;
  const known = { knownAt: until.getTime(), definition, lagDays, contractAttribute };
  if (definition === 'reported') return known;
  const found: LifeSigns[] = [];
  for await (const history of streamHistories(client, company.id, 'customer')) {
    if (signal?.aborted)
      throw new Problem('cancelled', 'Reading the signs of life of customers was cancelled.');
    const signs = lifeSigns(history, known.knownAt);
    if (signs !== undefined) found.push(signs);
  }
  return { ...known, departures: fitDepartures(found, { reports, reportDays: lagDays }) };
}
