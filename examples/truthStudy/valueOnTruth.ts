import { computeFeatures } from '../../features/computeFeatures.ts';
import { purchaseFeatures } from '../../features/definitions/purchases.ts';
import { type History, millisecondsPerDay } from '../../features/history.ts';
import { labelledRows } from '../../features/labelledRows.ts';
import { holdoutDaysOf, revenueMoments } from '../../features/labels/revenue.ts';
import { fitLifetimeValueModel } from '../../models/lifetime-value/fitLifetimeValue.ts';
import { daysPerMonth } from '../../models/lifetime-value/lifetimeValueModel.ts';
import { type World, weekStart } from '../../simulator/world/world.ts';

export interface ValueOnTruth {
  /** What the intervals promise, in [0, 1]. */
  readonly level: number;
  readonly customers: number;
  /** Revenues that came, by where they lay. */
  readonly inside: number;
  readonly below: number;
  readonly above: number;
  /** Stated by true revenue of all customers. */
  readonly total: number;
}

/**
 * Lifetime values stated when week 1 begins, beside the revenue of the months after, which the world has to reach.
 */
export async function valueOnTruth(
  world: World,
  histories: ReadonlyMap<string, History>,
  horizonMonths: number,
): Promise<ValueOnTruth> {
  const now = weekStart(world.parameters, 1);
  const until = now + horizonMonths * daysPerMonth * millisecondsPerDay;
  if (until > world.endsAt) throw new RangeError('the world ends before the horizon does');
  const customers = [...histories.values()].filter(({ transactions }) =>
    transactions.some(({ recordedAt }) => recordedAt < now),
  );
  const from = Math.min(
    ...customers.flatMap(({ transactions }) => transactions.map((one) => one.occurredAt)),
  );
  const options = { knownAt: now, holdoutDays: holdoutDaysOf(from, now), from };
  const rows = customers.flatMap((history) =>
    labelledRows(purchaseFeatures, history, revenueMoments(history, options)),
  );
  const model = await fitLifetimeValueModel(rows);
  let [level, inside, below, above, stated, came] = [0, 0, 0, 0, 0, 0];
  for (const history of customers) {
    const { result, interval } = model.predict(computeFeatures(purchaseFeatures, history, now), {
      horizonMonths,
    });
    const revenue = history.transactions
      .filter(({ occurredAt }) => occurredAt > now && occurredAt <= until)
      .reduce((sum, { amount }) => sum + amount, 0);
    level = interval!.level;
    stated += result.revenue;
    came += revenue;
    if (revenue < interval!.low) below++;
    else if (revenue > interval!.high) above++;
    else inside++;
  }
  return { level, customers: customers.length, inside, below, above, total: stated / came };
}
