import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { log1pExp } from '../numeric/sigmoid.ts';
import type { OpenTensorFlow } from './tensorflow.ts';

/** What training minimises, by rows of raw scores; targets are what `target` says. */
export interface NetworkLoss {
  /** Loss of each row of a batch (rows x outputs), differentiable. */
  ofBatch(tf: OpenTensorFlow['tf'], raw: Tensor2D, targets: Float32Array): Tensor;
  ofRow(raw: ArrayLike<number>, target: number): number;
}

export const networkLosses = {
  /** Log loss; the target is 1 or -1, so that swapping the classes mirrors every number of the training. */
  logistic: {
    ofBatch: (tf, raw, targets) => tf.softplus(tf.mul(tf.neg(tf.tensor1d(targets)), tf.reshape(raw, [-1]))),
    ofRow: (raw, target) => log1pExp(-target * raw[0]!),
  },
  /** Half the squared error. */
  squared: {
    ofBatch: (tf, raw, targets) =>
      tf.mul(0.5, tf.square(tf.sub(tf.reshape(raw, [-1]), tf.tensor1d(targets)))),
    ofRow: (raw, target) => (raw[0]! - target) ** 2 / 2,
  },
  /** Log loss of several classes; the target is the class's index. */
  softmax: {
    ofBatch(tf, raw, targets) {
      const own = tf.oneHot(tf.tensor1d(Int32Array.from(targets), 'int32'), raw.shape[1]);
      return tf.neg(tf.sum(tf.mul(tf.logSoftmax(raw), tf.cast(own, 'float32')), 1));
    },
    ofRow(raw, target) {
      let largest = Number.NEGATIVE_INFINITY;
      for (let at = 0; at < raw.length; at++) largest = Math.max(largest, raw[at]!);
      let sum = 0;
      for (let at = 0; at < raw.length; at++) sum += Math.exp(raw[at]! - largest);
      return Math.log(sum) + largest - raw[target]!;
    },
  },
} as const satisfies Readonly<Record<string, NetworkLoss>>;
