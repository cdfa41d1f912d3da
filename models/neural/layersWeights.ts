import { unreadable } from './layersGraph.ts';
import type { LayersModel } from './layersModel.ts';

/** A tensor of a model's weights. */
export interface LayerWeight {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * The weights of a model by their names, `layer/kernel` and the like.
 * @throws Problem artifact_invalid when they are not 32-bit numbers or there are fewer bytes than they need
 */
export function layersWeights({
  weightSpecs,
  weightData,
}: Pick<LayersModel, 'weightSpecs' | 'weightData'>): Map<string, LayerWeight> {
  const view = new DataView(weightData);
  const weights = new Map<string, LayerWeight>();
  let at = 0;
  for (const { name, shape, dtype, ...rest } of weightSpecs) {
    if (dtype !== 'float32' || 'quantization' in rest)
      throw unreadable(`weights that are not plain float32: ${name}`);
    const count = shape.reduce((product, length) => product * length, 1);
    if (at + 4 * count > view.byteLength)
      throw unreadable(`fewer bytes of weights than its list of weights asks for`);
    const values = new Float32Array(count);
    for (let index = 0; index < count; index++, at += 4) values[index] = view.getFloat32(at, true);
    weights.set(name, { shape, values });
  }
  return weights;
}
