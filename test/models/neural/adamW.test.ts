import { expect, test } from '@jest/globals';
import { adamW } from '../../../models/neural/adamW.ts';
import { openTensorFlow } from '../../../models/neural/tensorflow.ts';

test('without weight decay its steps are those of Adam in TensorFlow.js', async () => {
  const { tf } = await openTensorFlow();
  const start = [0.5, -1, 2];
  const parameters = [Float32Array.from(start)];
  const step = adamW(parameters, [true], { learningRate: 0.05, weightDecay: 0 });
  const variable = tf.variable(tf.tensor1d(start));
  const optimizer = tf.train.adam(0.05);
  const centre = [1, 2, -3];
  for (let round = 0; round < 30; round++) {
    step([Float32Array.from(parameters[0]!, (value, at) => 2 * (value - centre[at]!))]);
    tf.tidy(() => {
      optimizer.minimize(() => tf.sum(tf.square(tf.sub(variable, tf.tensor1d(centre)))), false, [variable]);
    });
  }
  const expected = variable.dataSync();
  parameters[0]!.forEach((value, at) => {
    // Thirty steps in 32 bits.
    expect(value).toBeCloseTo(expected[at]!, 4);
  });
  optimizer.dispose();
  variable.dispose();
});

test('weight decay shrinks what decays by learning rate x decay, and nothing else', () => {
  const parameters = [Float32Array.of(2), Float32Array.of(2)];
  const step = adamW(parameters, [true, false], { learningRate: 0.1, weightDecay: 0.5 });
  step([Float32Array.of(0), Float32Array.of(0)]);
  expect(parameters[0]![0]).toBeCloseTo(2 * 0.95, 6);
  expect(parameters[1]![0]).toBe(2);
});
