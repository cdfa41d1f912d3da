import type { Random } from '../../base/random.ts';
import type { DenseLayer, Network } from './network.ts';
import type { NeuralSettings } from './neuralOptions.ts';

/**
 * A network before training: hidden layers drawn from a normal distribution of variance 2 / inputs (He et al. 2015),
 * the last all 0 but for its bias, so that training starts at the best constant.
 */
export function initialNetwork(
  inputs: number,
  constants: Float64Array,
  { hidden, activation }: Pick<NeuralSettings, 'hidden' | 'activation'>,
  random: Random,
): Network {
  const layers: DenseLayer[] = [];
  let width = inputs;
  for (const units of inputs === 0 ? [] : hidden) {
    const spread = Math.sqrt(2 / width);
    const kernel = Float32Array.from({ length: width * units }, () => spread * random.normal());
    layers.push({ inputs: width, units, activation, kernel, bias: new Float32Array(units) });
    width = units;
  }
  const units = constants.length;
  layers.push({
    inputs: width,
    units,
    activation: 'linear',
    kernel: new Float32Array(width * units),
    bias: Float32Array.from(constants),
  });
  return layers;
}
