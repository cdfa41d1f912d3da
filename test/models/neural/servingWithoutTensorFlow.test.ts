import { expect, test } from '@jest/globals';
import { modelFromData } from '../../../models/catalogue.ts';
import type { NeuralModelData } from '../../../models/neural/neuralModel.ts';

test('a network is served and explained without TensorFlow.js being loaded', () => {
  const data: NeuralModelData = {
    kind: 'neural',
    task: 'classification',
    features: [
      {
        kind: 'numeric',
        name: 'x',
        from: Float64Array.of(0, 1),
        to: Float64Array.of(-1, 1),
        missing: 0,
        indicator: false,
      },
    ],
    network: [
      { inputs: 1, units: 1, activation: 'linear', kernel: Float32Array.of(2), bias: Float32Array.of(0) },
    ],
    background: { count: 1, inputs: Float32Array.of(0), weights: Float64Array.of(1) },
  };
  const model = modelFromData(data);
  expect(model.predictRow({ x: 1 })).toBeCloseTo(1 / (1 + Math.exp(-2)), 12);
  expect(model.explainRow({ x: 1 }).contributions).toEqual([{ feature: 'x', value: 1, effect: 2 }]);
  // Where TensorFlow.js keeps its one engine as soon as it is imported.
  expect(globalThis).not.toHaveProperty('_tfengine');
});
