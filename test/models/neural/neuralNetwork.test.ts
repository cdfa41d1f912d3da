import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { encodeArtifact } from '../../../models/artifact.ts';
import type { NeuralModelData } from '../../../models/neural/neuralModel.ts';
import { openTensorFlow } from '../../../models/neural/tensorflow.ts';
import { neuralClassifier, neuralMulticlass, neuralRegressor } from '../../../models/neuralNetwork.ts';
import { selectRows } from '../../../models/selectRows.ts';
import type { Row } from '../../../models/table.ts';
import { datasetFromRows, tableFromRows } from '../../../models/tableFromRows.ts';

const random = seededRandom(31);
const rows: Row[] = Array.from({ length: 240 }, () => ({
  x: random.uniform() < 0.5 ? -1 : 1,
  y: random.normal(),
  side: random.uniform() < 0.5 ? 'left' : 'right',
}));
/** Neither x nor side says anything alone. */
const label = rows.map(({ x, side }) => (Number(x) > 0 === (side === 'left') ? 1 : 0));
const dataset = datasetFromRows(rows, label);
const value = Float64Array.from(rows, ({ y }) => Number(y) ** 2);

describe('a network', () => {
  test('learns what features mean together, and says so in its reasons', async () => {
    const model = await neuralClassifier.fit(dataset, { epochs: 30 });
    const left = model.predictRow({ x: 1, y: 0, side: 'left' });
    expect(left).toBeGreaterThan(0.9);
    expect(model.predictRow({ x: -1, y: 0, side: 'left' })).toBeLessThan(0.1);
    expect(model.predictRow({ x: -1, y: 0, side: 'right' })).toBeGreaterThan(0.9);
    const effects = new Map(
      model
        .explainRow({ x: 1, y: 0.3, side: 'left' })
        .contributions.map(({ feature, effect }) => [feature, Math.abs(effect)]),
    );
    expect(effects.get('x')).toBeGreaterThan(2 * effects.get('y')!);
    expect(effects.get('side')).toBeGreaterThan(2 * effects.get('y')!);
  });

  test('learns curves, and is not moved by how far an outlier lies out', async () => {
    const dataset = datasetFromRows(rows, value);
    const model = await neuralRegressor.fit(dataset, { epochs: 40 });
    expect(model.predictRow({ x: 1, y: 1.5, side: 'left' })).toBeGreaterThan(
      model.predictRow({ x: 1, y: 0, side: 'left' }) + 1,
    );
    expect(model.predictRow({ x: 1, y: -1.5, side: 'left' })).toBeGreaterThan(
      model.predictRow({ x: 1, y: 0, side: 'left' }) + 1,
    );
    const far = (size: number) => {
      const moved = rows.map((row, index) => (index === 0 ? { ...row, y: size } : row));
      return neuralRegressor.fit(datasetFromRows(moved, value), { epochs: 2 });
    };
    const [near, distant] = [await far(1e3), await far(1e12)];
    for (const row of rows.slice(1, 20)) expect(distant.predictRow(row)).toBeCloseTo(near.predictRow(row), 3);
  });

  test('the unit and the zero of the target do not matter, however far from 32 bits', async () => {
    const fitTo = (target: Float64Array) => neuralRegressor.fit(datasetFromRows(rows, target), { epochs: 3 });
    const plain = (await fitTo(value)).predict(dataset);
    const far = (await fitTo(value.map((each) => each + 1e9))).predict(dataset);
    const great = (await fitTo(value.map((each) => each * 1e200))).predict(dataset);
    plain.forEach((each, row) => {
      expect(far[row]! - 1e9).toBeCloseTo(each, 4);
      expect(great[row]! / 1e200).toBeCloseTo(each, 4);
    });
  });

  test('weights count: doubled rows and rows of weight 0 give nearly the same network', async () => {
    const counts = Float64Array.from(rows, (_, row) => row % 3);
    const repeated = selectRows(
      dataset,
      rows.flatMap((_, row) => Array<number>(counts[row]!).fill(row)),
    );
    // All rows at once, so that the batches are the same; what is left is the rounding of 32-bit sums.
    const options = { holdOut: 0, dropout: 0, epochs: 15, batchRows: 1000 };
    const weighted = await neuralClassifier.fit({ ...dataset, weights: counts }, options);
    const expected = await neuralClassifier.fit(repeated, options);
    const plain = (await neuralClassifier.fit(dataset, options)).predict(dataset);
    const received = weighted.predict(dataset);
    expected.predict(dataset).forEach((probability, row) => {
      expect(received[row]).toBeCloseTo(probability, 3);
    });
    expect(
      Math.max(...plain.map((probability, row) => Math.abs(probability - received[row]!))),
    ).toBeGreaterThan(0.01);
  });

  test('keeps the epoch that was best on held-out rows', async () => {
    const noise = datasetFromRows(
      rows,
      rows.map(() => random.integer(2)),
    );
    const spread = (values: Float64Array) => Math.max(...values) - Math.min(...values);
    const stopped = await neuralClassifier.fit(noise, { epochs: 60, learningRate: 0.02, patience: 60 });
    const onward = await neuralClassifier.fit(noise, { epochs: 60, learningRate: 0.02, holdOut: 0 });
    expect(spread(stopped.predict(noise))).toBeLessThan(0.85 * spread(onward.predict(noise)));
  });

  test('the same seed gives the same network byte for byte, another seed another one', async () => {
    const bytes = async (seed: number) =>
      Buffer.from(encodeArtifact('model', (await neuralClassifier.fit(dataset, { seed, epochs: 2 })).data));
    expect((await bytes(1)).equals(await bytes(1))).toBe(true);
    expect((await bytes(1)).equals(await bytes(2))).toBe(false);
  });

  test('leaves no tensor behind, aborted or not', async () => {
    const { tf } = await openTensorFlow();
    const before = tf.memory().numTensors;
    await neuralClassifier.fit(dataset, { epochs: 2 });
    const stop = new AbortController();
    const aborted = neuralClassifier.fit(dataset, {
      epochs: 1000,
      patience: 1000,
      signal: stop.signal,
      onProgress: (share) => {
        if (share >= 0.002) stop.abort();
      },
    });
    await expect(aborted).rejects.toThrow();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('a signal stops it while it still looks at the columns', async () => {
    const columns = Array.from({ length: 12 }, (_, at) => ({
      kind: 'numeric' as const,
      name: `c${at}`,
      values: Float64Array.from({ length: 30_000 }, () => random.uniform()),
    }));
    const target = Float64Array.from({ length: 30_000 }, (_, row) => row % 2);
    const stop = new AbortController();
    const shares: number[] = [];
    const outcome = neuralClassifier.fit(
      { rowCount: 30_000, columns, target },
      { epochs: 1, signal: stop.signal, onProgress: (share) => shares.push(share) },
    );
    setImmediate(() => stop.abort());
    await expect(outcome).rejects.toThrow('aborted');
    expect(shares).toEqual([]);
  });

  test('an unseen category stands for the average one', async () => {
    const model = await neuralRegressor.fit(
      datasetFromRows(
        rows.map((_, row) => ({ city: `c${row % 3}` })),
        rows.map((_, row) => (row % 3 === 0 ? 30 : 0)),
      ),
      { epochs: 60 },
    );
    expect(model.predictRow({ city: 'c0' })).toBeGreaterThan(20);
    expect(model.predictRow({ city: 'c1' })).toBeLessThan(10);
    const unseen = model.predictRow({ city: 'elsewhere' });
    expect(unseen).toBeGreaterThan(model.predictRow({ city: 'c1' }));
    expect(unseen).toBeLessThan(model.predictRow({ city: 'c0' }));
    expect(model.predictRow({})).toBe(unseen);
  });

  test('options out of range are refused, each by its name', async () => {
    const wrong = { hidden: [], dropout: 1, epochs: 0, holdOut: 0.9 };
    await expect(neuralClassifier.fit(dataset, wrong)).rejects.toMatchObject({
      code: 'invalid_input',
      findings: ['hidden', 'dropout', 'epochs', 'holdOut'].map((path) => expect.objectContaining({ path })),
    });
  });

  test('of several classes starts from their shares and tells them apart', async () => {
    const dataset = {
      ...tableFromRows(rows),
      target: Int32Array.from(rows, ({ x, y }) => (Number(y) > 1 ? 2 : Number(x) > 0 ? 1 : 0)),
      classes: ['down', 'up', 'far'],
    };
    const model = await neuralMulticlass.fit(dataset, { epochs: 30 });
    const predicted = model.predict(dataset);
    const right = rows.filter((_, row) => {
      const own = predicted.subarray(3 * row, 3 * row + 3);
      return own.indexOf(Math.max(...own)) === dataset.target[row];
    });
    expect(right.length / rows.length).toBeGreaterThan(0.93);
  });

  test('two hidden layers of the default width serve from kernels of 32 bits', async () => {
    const { network } = (await neuralClassifier.fit(dataset, { epochs: 1 })).data as NeuralModelData;
    expect(network.map(({ units }) => units)).toEqual([64, 32, 1]);
    for (const { kernel } of network) expect(kernel).toBeInstanceOf(Float32Array);
  });
});
