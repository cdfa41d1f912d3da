import { type MulticlassTreesData, multiclassTreesModel } from '../boosting/multiclassTreesModel.ts';
import { type TreesData, treesModel } from '../boosting/treesModel.ts';
import type { Model, MulticlassModel, Scale } from '../estimator.ts';
import { notFitted } from '../notFitted.ts';

/** Trees that were read from an ONNX file. */
export interface OnnxTreesData extends TreesData {
  readonly kind: 'onnx-trees';
  readonly scale: Scale;
}

/** Trees of several classes that were read from an ONNX file. */
export interface MulticlassOnnxTreesData extends MulticlassTreesData {
  readonly kind: 'multiclass-onnx-trees';
  readonly scale: MulticlassModel['scale'];
}

/** @throws Problem not_fitted when the data holds no model */
export function onnxTreesModel(data: OnnxTreesData): Model {
  if (!['log-odds', 'probability', 'log', 'value'].includes(data.scale)) throw notFitted(data);
  return treesModel(data, data.scale);
}

/** @throws Problem not_fitted when the data holds no model */
export function multiclassOnnxTreesModel(data: MulticlassOnnxTreesData): MulticlassModel {
  if (!['log-odds', 'probability'].includes(data.scale)) throw notFitted(data);
  return multiclassTreesModel(data, data.scale);
}
