import type { Activation } from './activation.ts';

/** A dense layer: output[j] = activation(bias[j] + sum of input[i] x kernel[i x units + j]). */
export interface DenseLayer {
  readonly inputs: number;
  readonly units: number;
  readonly activation: Activation;
  /** inputs x units, row by row, as in TensorFlow. */
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

/** One layer after another; the last has the activation 'linear' and gives the raw scores. */
export type Network = readonly DenseLayer[];
