export interface AdamWOptions {
  readonly learningRate: number;
  /** Share of a decaying parameter that one step at learning rate 1 takes away. */
  readonly weightDecay: number;
}

const meanDecay = 0.9;
const squareDecay = 0.999;
const epsilon = 1e-7;

/**
 * Adam with decoupled weight decay (Loshchilov & Hutter 2019), which TensorFlow.js lacks. Changes `parameters` in place.
 * @param decays which parameters decay: kernels and embeddings do, biases do not
 */
export function adamW(
  parameters: readonly Float32Array[],
  decays: readonly boolean[],
  options: AdamWOptions,
) {
  const means = parameters.map(({ length }) => new Float32Array(length));
  const squares = parameters.map(({ length }) => new Float32Array(length));
  let meanCorrection = 1;
  let squareCorrection = 1;
  return (gradients: readonly ArrayLike<number>[]): void => {
    meanCorrection *= meanDecay;
    squareCorrection *= squareDecay;
    const rate = options.learningRate / (1 - meanCorrection);
    const correction = 1 / (1 - squareCorrection);
    parameters.forEach((values, index) => {
      const gradient = gradients[index]!;
      const mean = means[index]!;
      const square = squares[index]!;
      const kept = 1 - (decays[index]! ? options.learningRate * options.weightDecay : 0);
      for (let at = 0; at < values.length; at++) {
        const slope = gradient[at]!;
        mean[at] = meanDecay * mean[at]! + (1 - meanDecay) * slope;
        square[at] = squareDecay * square[at]! + (1 - squareDecay) * slope * slope;
        values[at] =
          kept * values[at]! - (rate * mean[at]!) / (Math.sqrt(square[at]! * correction) + epsilon);
      }
    });
  };
}
