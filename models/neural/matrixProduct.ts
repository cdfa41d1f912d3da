import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { OpenTensorFlow } from './tensorflow.ts';

/**
 * The product of two matrices whose gradient transposes before it multiplies: the WebAssembly backend is several times
 * slower at products that transpose on their way.
 */
export function matrixProduct(tf: OpenTensorFlow['tf'], left: Tensor2D, right: Tensor2D): Tensor2D {
  const product = tf.customGrad((...given) => {
    const [a, b, save] = given as unknown as [Tensor2D, Tensor2D, (kept: Tensor[]) => void];
    save([a, b]);
    return {
      value: tf.matMul(a, b),
      gradFunc: (slope: Tensor, kept: Tensor[]) => [
        tf.matMul(slope as Tensor2D, tf.transpose(kept[1] as Tensor2D)),
        tf.matMul(tf.transpose(kept[0] as Tensor2D), slope as Tensor2D),
      ],
    };
  });
  return product(left, right) as Tensor2D;
}

/** As `matrixProduct`, where no gradient by `left` is asked for; it must live as long as the gradient is wanted. */
export function productOfConstant(tf: OpenTensorFlow['tf'], left: Tensor2D, right: Tensor2D): Tensor2D {
  return tf.customGrad(() => ({
    value: tf.matMul(left, right),
    gradFunc: (slope: Tensor): Tensor => tf.matMul(tf.transpose(left), slope as Tensor2D),
  }))(right) as Tensor2D;
}
