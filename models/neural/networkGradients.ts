import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Random } from '../../base/random.ts';
import { dropoutMask } from './dropoutMask.ts';
import { matrixProduct, productOfConstant } from './matrixProduct.ts';
import type { NetworkLoss } from './networkLoss.ts';
import type { OpenTensorFlow } from './tensorflow.ts';
import type { TrainingRows } from './trainingRows.ts';

type TF = OpenTensorFlow['tf'];

/** The hidden activations that training knows, for automatic differentiation. */
const differentiable = {
  relu: (tf: TF, x: Tensor2D): Tensor2D => tf.relu(x),
  gelu: (tf: TF, x: Tensor2D): Tensor2D => tf.mul(x, tf.mul(0.5, tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2))))),
};

/** Shape of what is trained: embeddings, then kernel and bias of each layer, is the order of its parameters. */
export interface NetworkShape {
  readonly embeddings: readonly (readonly [rows: number, dimensions: number])[];
  /** Inputs and units of each layer. */
  readonly layers: readonly (readonly [inputs: number, units: number])[];
  readonly activation: keyof typeof differentiable;
}

/** How many rows and columns each parameter has; one row for a bias. */
function shapesOf({ embeddings, layers }: NetworkShape): [number, number][] {
  return [
    ...embeddings.map(([rows, dimensions]): [number, number] => [rows, dimensions]),
    ...layers.flatMap(([inputs, units]): [number, number][] => [
      [inputs, units],
      [1, units],
    ]),
  ];
}

/**
 * Gradients of the mean weighted loss of a batch of rows by each parameter. Nothing stays allocated in TensorFlow.js.
 * @param parameters as NetworkShape orders them
 */
export function networkGradients(
  tf: TF,
  shape: NetworkShape,
  parameters: readonly Float32Array[],
  rows: TrainingRows,
  batch: Int32Array,
  loss: NetworkLoss,
  dropout: number,
  random: Random,
): Float32Array[] {
  const embeddingCount = shape.embeddings.length;
  let gradients: Float32Array[] = [];
  tf.tidy(() => {
    const numbers = tf.tensor2d(pickRows(rows.numbers, rows.numberWidth, batch), [
      batch.length,
      rows.numberWidth,
    ]);
    const targets = Float32Array.from(batch, (row) => rows.targets[row]!);
    const weights = tf.tensor1d(Float32Array.from(batch, (row) => rows.weights[row]!));
    const units = rows.categories.map((category, index) => {
      const chosen = tf.tensor1d(
        Int32Array.from(batch, (row) => category[row]!),
        'int32',
      );
      return tf.cast(tf.oneHot(chosen, shape.embeddings[index]![0]), 'float32') as Tensor2D;
    });
    const lossOf = (...given: Tensor[]): Scalar => {
      const tensors = given as Tensor2D[];
      // A product with unit rows in place of a look-up, whose gradient the WebAssembly backend lacks.
      const parts = units.map((unit, index) => productOfConstant(tf, unit, tensors[index]!));
      if (rows.numberWidth > 0) parts.unshift(numbers);
      let current = parts.length === 1 ? parts[0]! : tf.concat(parts, 1);
      const last = shape.layers.length - 1;
      for (let depth = 0; depth <= last; depth++) {
        const product = embeddingCount === 0 && depth === 0 ? productOfConstant : matrixProduct;
        const at = embeddingCount + 2 * depth;
        current = tf.add(product(tf, current, tensors[at]!), tensors[at + 1]!);
        if (depth === last) break;
        current = differentiable[shape.activation](tf, current);
        if (dropout === 0) continue;
        current = tf.mul(current, tf.tensor(dropoutMask(current.size, dropout, random), current.shape));
      }
      return tf.mean(tf.mul(loss.ofBatch(tf, current, targets), weights));
    };
    const shapes = shapesOf(shape);
    const tensors = parameters.map((values, index) => tf.tensor2d(values, shapes[index]));
    // Not as the result of this function, in which every number would be searched for tensors.
    gradients = tf
      .grads(lossOf)(tensors)
      .map((gradient) => gradient.dataSync<'float32'>());
  });
  return gradients;
}

function pickRows(values: Float32Array, width: number, rows: Int32Array): Float32Array {
  const picked = new Float32Array(rows.length * width);
  rows.forEach((row, index) => {
    picked.set(values.subarray(row * width, (row + 1) * width), index * width);
  });
  return picked;
}
