import { sha256 } from '../../base/hash.ts';
import { seededRandom } from '../../base/random.ts';
import { gammaSample } from './gammaSample.ts';
import type { LifetimeValueModelData } from './lifetimeValueModel.ts';
import { transactionFamily } from './transactionFamilies.ts';
import type { Valuation } from './valuation.ts';

/**
 * Draws of a customer's revenue in the next `horizonDays`, ascending, from the exact posterior of the model of
 * purchases (see drawFuture of its family) for somebody with their attributes, times the trees' factor. Spend per
 * purchase from the Gamma-Gamma posterior, or `meanSpend` when there is none. Somebody who never bought makes their first
 * purchase in every draw. The seed is the record, so the same customer has the same interval.
 */
export function simulateRevenue(
  model: Pick<LifetimeValueModelData, 'family' | 'spend' | 'meanSpend'>,
  customer: Pick<Valuation, 'bought' | 'record' | 'parameters' | 'factor'>,
  horizonDays: number,
  draws = 400,
): Float64Array {
  const { spend, meanSpend } = model;
  const { bought, record, parameters, factor } = customer;
  const family = transactionFamily(model.family ?? 'bg-nbd');
  const { frequency: x, recency, age } = record;
  const random = seededRandom(
    Number.parseInt(sha256(JSON.stringify([x, recency, age, record.meanSpend])).slice(0, 8), 16),
  );
  const revenues = new Float64Array(draws);
  if (horizonDays === 0) return revenues;
  for (let draw = 0; draw < draws; draw++) {
    const first = bought ? 0 : 1;
    const count = first + factor * family.drawFuture(parameters, random, record, horizonDays);
    if (!(count > 0)) continue;
    if (spend === null) revenues[draw] = count * meanSpend;
    else {
      const known = record.meanSpend === null ? 0 : x;
      const spendRate =
        gammaSample(random, spend.q + spend.p * known) / (spend.v + known * (record.meanSpend ?? 0));
      revenues[draw] = gammaSample(random, spend.p * count) / spendRate;
    }
  }
  return revenues.sort();
}
