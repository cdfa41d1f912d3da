import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { type Activation, activations } from '../../../models/neural/activation.ts';
import { type NetworkShape, networkGradients } from '../../../models/neural/networkGradients.ts';
import { type NetworkLoss, networkLosses } from '../../../models/neural/networkLoss.ts';
import { openTensorFlow } from '../../../models/neural/tensorflow.ts';
import type { TrainingRows } from '../../../models/neural/trainingRows.ts';

const random = seededRandom(3);
const normal = (length: number) => Float32Array.from({ length }, () => random.normal());
const rowCount = 12;
const batch = Int32Array.of(1, 2, 3, 5, 8, 11);

function rowsOf(targets: () => number, categories: number): TrainingRows {
  return {
    rowCount,
    numberWidth: 3,
    numbers: normal(3 * rowCount),
    categories: Array.from({ length: categories }, () =>
      Int32Array.from({ length: rowCount }, () => random.integer(4)),
    ),
    targets: Float32Array.from({ length: rowCount }, targets),
    weights: Float32Array.from({ length: rowCount }, () => random.uniform()),
  };
}

/** Mean weighted loss of the batch, in 64 bits. */
function lossOf(
  { embeddings, layers, activation }: NetworkShape,
  parameters: readonly Float64Array[],
  rows: TrainingRows,
  loss: NetworkLoss,
): number {
  let sum = 0;
  for (const row of batch) {
    let current = [...rows.numbers.subarray(3 * row, 3 * row + 3)];
    embeddings.forEach(([, dimensions], index) => {
      const start = rows.categories[index]![row]! * dimensions;
      current.push(...parameters[index]!.subarray(start, start + dimensions));
    });
    layers.forEach(([, units], depth) => {
      const kernel = parameters[embeddings.length + 2 * depth]!;
      const bias = parameters[embeddings.length + 2 * depth + 1]!;
      const next = Array.from(bias, (shift, unit) =>
        current.reduce((total, value, from) => total + value * kernel[from * units + unit]!, shift),
      );
      const name: Activation = depth === layers.length - 1 ? 'linear' : activation;
      current = next.map(activations[name]);
    });
    sum += rows.weights[row]! * loss.ofRow(current, rows.targets[row]!);
  }
  return sum / batch.length;
}

describe('gradients of TensorFlow.js are those of finite differences', () => {
  const sign = () => (random.uniform() < 0.5 ? -1 : 1);
  test.each([
    ['logistic', 'relu', 2, 1, sign],
    ['squared', 'gelu', 0, 1, () => random.normal()],
    ['softmax', 'gelu', 1, 3, () => random.integer(3)],
  ] as const)(
    '%s loss, %s, %d categories, %d outputs',
    async (name, activation, categories, outputs, target) => {
      const { tf } = await openTensorFlow();
      const shape: NetworkShape = {
        embeddings: Array.from({ length: categories }, () => [4, 2] as const),
        layers: [
          [3 + 2 * categories, 6],
          [6, 4],
          [4, outputs],
        ],
        activation,
      };
      const sizes = [
        ...shape.embeddings.map(([rows, dimensions]) => rows * dimensions),
        ...shape.layers.flatMap(([inputs, units]) => [inputs * units, units]),
      ];
      const parameters = sizes.map(normal);
      const rows = rowsOf(target, categories);
      const loss = networkLosses[name];
      const before = tf.memory().numTensors;
      const gradients = networkGradients(tf, shape, parameters, rows, batch, loss, 0, random);
      expect(tf.memory().numTensors).toBe(before);
      const wide = parameters.map((values) => Float64Array.from(values));
      wide.forEach((values, index) => {
        expect(gradients[index]).toHaveLength(values.length);
        values.forEach((value, at) => {
          values[at] = value + 1e-5;
          const above = lossOf(shape, wide, rows, loss);
          values[at] = value - 1e-5;
          const below = lossOf(shape, wide, rows, loss);
          values[at] = value;
          // 32-bit sums of six rows, and the 1e-7 of its error function.
          expect(gradients[index]![at]).toBeCloseTo((above - below) / 2e-5, 4);
        });
      });
    },
  );

  test('dropout silences its share of a layer and scales up the rest', async () => {
    const { tf } = await openTensorFlow();
    const shape: NetworkShape = {
      embeddings: [],
      layers: [
        [3, 400],
        [400, 1],
      ],
      activation: 'relu',
    };
    const parameters = [
      new Float32Array(1200),
      new Float32Array(400).fill(1),
      new Float32Array(400).fill(0.01),
      new Float32Array(1),
    ];
    const rows = rowsOf(() => 0, 0);
    const gradients = networkGradients(
      tf,
      shape,
      parameters,
      rows,
      Int32Array.of(4),
      networkLosses.squared,
      0.25,
      random,
    );
    // Of one row the gradient by a neuron's outgoing weight is 0 where it dropped out, else that of the others.
    const values = new Set(gradients[2]!);
    expect(values.size).toBe(2);
    expect(values).toContain(0);
    const silent = gradients[2]!.filter((value) => value === 0).length / 400;
    expect(silent).toBeGreaterThan(0.15);
    expect(silent).toBeLessThan(0.35);
  });
});
