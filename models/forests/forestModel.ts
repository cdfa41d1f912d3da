import { type MulticlassTreesData, multiclassTreesModel } from '../boosting/multiclassTreesModel.ts';
import { type TreesData, treesModel } from '../boosting/treesModel.ts';
import type { Model, MulticlassModel } from '../estimator.ts';
import { notFitted } from '../notFitted.ts';
import type { OutOfBag } from './outOfBag.ts';

export interface ForestData extends TreesData {
  readonly kind: 'random-forest' | 'extra-trees';
  readonly task: 'classification' | 'regression';
}

export interface MulticlassForestData extends MulticlassTreesData {
  readonly kind: 'multiclass-random-forest' | 'multiclass-extra-trees';
}

/** A forest fresh from training. */
export interface ForestModel extends Model {
  /** Where it was asked for. Not part of the artifact. */
  readonly outOfBag?: OutOfBag;
}

/**
 * A forest that predicts the mean of its trees: a probability or a value.
 * @throws Problem not_fitted when the data holds no fitted model
 */
export function forestModel(data: ForestData): Model {
  if (data.task !== 'classification' && data.task !== 'regression') throw notFitted(data);
  return treesModel(data, data.task === 'classification' ? 'probability' : 'value');
}

/** @throws Problem not_fitted when the data holds no fitted model */
export function multiclassForestModel(data: MulticlassForestData): MulticlassModel {
  return multiclassTreesModel(data, 'probability');
}
