import { sha256 } from '../../base/hash.ts';
import { seededRandom } from '../../base/random.ts';
import { type BgNbdParameters, probabilityAlive } from './bgNbd.ts';
import type { GammaGammaParameters } from './gammaGamma.ts';
import { betaSample, gammaSample, poissonSample } from './gammaSample.ts';
import type { PurchaseRecord } from './purchaseRecord.ts';

/**
 * Draws of a customer's revenue in the next `horizonDays`, ascending, from the exact posterior of BG/NBD:
 * with probability P(alive) rate ~ Gamma(r + x, alpha + age) and leaving ~ Beta(a, b + x), else the customer
 * has left and buys nothing. Spend per purchase from the Gamma-Gamma posterior, or `meanSpend` when `spend` is
 * null. The seed is the record, so the same customer has the same interval.
 */
export function simulateRevenue(
  purchases: BgNbdParameters,
  spend: GammaGammaParameters | null,
  meanSpend: number,
  record: PurchaseRecord,
  horizonDays: number,
  draws = 400,
): Float64Array {
  const { frequency: x, age } = record;
  const random = seededRandom(
    Number.parseInt(sha256(JSON.stringify([x, record.recency, age, record.meanSpend])).slice(0, 8), 16),
  );
  const alive = probabilityAlive(purchases, record);
  const revenues = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    if (random.uniform() >= alive) continue;
    const rate = gammaSample(random, purchases.r + x) / (purchases.alpha + age);
    const leaving = betaSample(random, purchases.a, purchases.b + x);
    // Leaving after a purchase does not depend on when it happens: the n-th is the last with a geometric n.
    const last = 1 + Math.floor(Math.log(1 - random.uniform()) / Math.log1p(-leaving));
    const count = Math.min(last, poissonSample(random, rate * horizonDays));
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
