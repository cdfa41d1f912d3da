import { Problem } from '../../base/problem.ts';
import { expectedSpend, fitGammaGamma, type GammaGammaFit } from './gammaGamma.ts';
import type { CustomerRecord } from './purchaseLog.ts';
import { withPenalties } from './withPenalties.ts';

/** What a purchase is worth. */
export interface SpendModel {
  /** Null: the amounts vary too little, or too wildly, for Gamma-Gamma; everybody is given the mean. */
  readonly gammaGamma: (GammaGammaFit & { readonly penalty: number }) | null;
  /** Of the customers' means. */
  readonly meanSpend: number;
  /**
   * Pearson's, of frequency and mean spend over the spending customers: Gamma-Gamma takes the two for independent.
   * Null where one of them does not vary.
   */
  readonly correlation: number | null;
  expectedSpend(record: Pick<CustomerRecord, 'spends' | 'meanSpend'>): number;
}

/** @returns null when no repeat purchase has an amount */
export async function fitSpendModel(
  records: readonly Pick<CustomerRecord, 'spends' | 'meanSpend'>[],
  signal?: AbortSignal,
): Promise<SpendModel | null> {
  const spenders = records.filter(({ meanSpend }) => meanSpend !== null);
  if (spenders.length === 0) return null;
  const frequency = spenders.map(({ spends }) => spends);
  const means = spenders.map(({ meanSpend }) => meanSpend!);
  const meanSpend = means.reduce((sum, value) => sum + value, 0) / means.length;
  let gammaGamma: SpendModel['gammaGamma'] = null;
  try {
    gammaGamma = await withPenalties(async (penalty) => ({
      ...(await fitGammaGamma(
        { frequency, meanSpend: means },
        { penalty, ...(signal === undefined ? {} : { signal }) },
      )),
      penalty,
    }));
  } catch (error) {
    const tooLittle = error instanceof Problem && ['degenerate_fit', 'not_enough_data'].includes(error.code);
    if (!tooLittle) throw error;
  }
  return {
    gammaGamma,
    meanSpend,
    correlation: correlation(frequency, means),
    expectedSpend: (record) =>
      gammaGamma === null
        ? meanSpend
        : expectedSpend(gammaGamma.parameters, record.spends, record.meanSpend ?? 0),
  };
}

function correlation(x: readonly number[], y: readonly number[]): number | null {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  x.forEach((value, index) => {
    xy += (value - meanX) * (y[index]! - meanY);
    xx += (value - meanX) ** 2;
    yy += (y[index]! - meanY) ** 2;
  });
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : null;
}
