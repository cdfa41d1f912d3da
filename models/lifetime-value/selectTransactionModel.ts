import { Problem } from '../../base/problem.ts';
import type { PurchaseHistories } from './purchaseHistory.ts';
import { continuousFamilies, type FamilyName } from './transactionFamilies.ts';
import { fitTransactionModel, type TimeUnit, type TransactionModel } from './transactionModel.ts';
import { withPenalties } from './withPenalties.ts';

/**
 * Fits BG/NBD, MBG/NBD and Pareto/NBD and takes the one with the smallest AIC; they have as many parameters, so that is
 * the greatest likelihood. Where none has a maximum, all are fitted again with a small penalty, then with greater ones.
 * @throws Problem invalid_input or not_enough_data as fitTransactionModel does
 */
export async function selectTransactionModel(
  histories: PurchaseHistories,
  options: {
    readonly unit: TimeUnit;
    readonly families?: readonly FamilyName[];
    readonly signal?: AbortSignal;
  },
): Promise<TransactionModel> {
  const { families = continuousFamilies, ...rest } = options;
  return withPenalties(async (penalty) => {
    let best: TransactionModel | undefined;
    let failure: unknown;
    for (const family of families) {
      try {
        const model = await fitTransactionModel(family, histories, { ...rest, penalty });
        if (best === undefined || model.aic < best.aic) best = model;
      } catch (error) {
        if (!(error instanceof Problem && error.code === 'degenerate_fit')) throw error;
        failure = error;
      }
    }
    if (best === undefined) throw failure;
    return best;
  });
}
