import type { Activation } from './activation.ts';

/** 32 bits, as they are trained; 64 in a last layer that gives scores in the unit of a target, which may be any numbers. */
type LayerWeights = Float32Array | Float64Array;

/** A dense layer: output[j] = activation(bias[j] + sum of input[i] x kernel[i x units + j]). */
export interface DenseLayer {
  readonly inputs: number;
  readonly units: number;
  readonly activation: Activation;
  /** inputs x units, row by row, as in TensorFlow. */
  readonly kernel: LayerWeights;
  readonly bias: LayerWeights;
}

/** One layer after another; the last has the activation 'linear' and gives the raw scores. */
export type Network = readonly DenseLayer[];
