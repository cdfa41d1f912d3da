import { computeFeatures } from '../../features/computeFeatures.ts';
import type { DatasetRow } from '../../features/datasetRow.ts';
import { customerFeatures } from '../../features/definitions/customer.ts';
import { fitDepartures } from '../../features/departures/fitDepartures.ts';
import { lifeSigns } from '../../features/departures/lifeSigns.ts';
import { type History, millisecondsPerDay } from '../../features/history.ts';
import { labelledRows } from '../../features/labelledRows.ts';
import { churnMoments } from '../../features/labels/churn.ts';
import { fitChurnModel } from '../../models/churn/churnModel.ts';
import type { Estimator } from '../../models/estimator.ts';
import { believedActive } from '../../simulator/week/sampleCustomers.ts';
import { type World, weekStart } from '../../simulator/world/world.ts';

/** Days by which nearly every announced departure has been entered (simulator/parameters.ts). */
const reportDays = 24;

/** A statement about a customer beside what is true of them. */
export interface Stated {
  readonly stated: number;
  readonly true: 0 | 1;
}

export interface ChurnOnTruth {
  readonly learner: string;
  /** Label of the rows learned from, as a share of 1, and the truth of the same moments. */
  readonly labels: readonly Stated[];
  readonly risk30: readonly Stated[];
  readonly risk60: readonly Stated[];
  readonly alreadyGone: readonly Stated[];
}

/**
 * A churn model learned from what the company knows when a week begins, and what it then states of every customer believed
 * active. The rows to learn from are those that `linkloop train churn` would build.
 */
export async function churnOnTruth(
  world: World,
  histories: ReadonlyMap<string, History>,
  week: number,
  estimator: Estimator | 'auto' = 'auto',
): Promise<ChurnOnTruth> {
  const now = weekStart(world.parameters, week);
  const leftBy = (customer: string, at: number, days: number): 0 | 1 =>
    world.ownerOf.get(customer)!.leavesAt <= at + days * millisecondsPerDay ? 1 : 0;
  const customers = [...histories.values()].filter(({ recordedAt }) => recordedAt < now);
  const departures = fitDepartures(
    customers.flatMap((history) => lifeSigns(history, now) ?? []),
    { reports: true, reportDays },
  );
  const rows: DatasetRow[] = [];
  for (const history of customers) {
    const moments = churnMoments(history, {
      knownAt: now,
      definition: 'reported_churn',
      lagDays: reportDays,
      departures,
    });
    rows.push(...labelledRows(customerFeatures, history, moments));
  }
  const model = await fitChurnModel(rows, { seed: 7, estimator });
  const asked = believedActive(world, now).map((customer) => ({
    customer,
    result: model.predict(computeFeatures(customerFeatures, histories.get(customer)!, now), new Date(now))
      .result,
  }));
  return {
    learner: model.data.first?.estimator ?? '',
    labels: rows.map(({ subjectId, asOf, label }) => ({
      stated: label,
      true: leftBy(subjectId, asOf.getTime(), 30),
    })),
    risk30: asked.map(({ customer, result }) => ({ stated: result.risk30, true: leftBy(customer, now, 30) })),
    risk60: asked.map(({ customer, result }) => ({ stated: result.risk60, true: leftBy(customer, now, 60) })),
    alreadyGone: asked.map(({ customer, result }) => ({
      stated: result.alreadyGone ?? 0,
      true: leftBy(customer, now, 0),
    })),
  };
}
