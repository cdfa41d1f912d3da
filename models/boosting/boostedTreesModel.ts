import type { Model } from '../estimator.ts';
import { type LossName, scaleOfLoss } from '../losses/loss.ts';
import { notFitted } from '../notFitted.ts';
import { type TreesData, treesModel } from './treesModel.ts';

export interface BoostedTreesData extends TreesData {
  readonly kind: 'boosted-trees';
  readonly loss: LossName;
}

/**
 * Boosted trees that predict: the raw score is the trees' sum plus the base score, on the scale of the loss.
 * @throws Problem not_fitted when the data holds no fitted model
 */
export function boostedTreesModel(data: BoostedTreesData): Model {
  const scale = scaleOfLoss[data.loss];
  if (scale === undefined) throw notFitted(data);
  return treesModel(data, scale);
}
