import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type * as TensorFlow from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { seededRandom } from '../../../base/random.ts';
import { modelFromData, multiclassModelFromData } from '../../../models/catalogue.ts';
import { featureReader } from '../../../models/featureSchema.ts';
import { exportLayers } from '../../../models/neural/exportLayers.ts';
import { type ImportedFeature, importLayers, standardised } from '../../../models/neural/importLayers.ts';
import { layersInputs } from '../../../models/neural/layersInputs.ts';
import {
  type LayersModel,
  layersModelFiles,
  layersModelOfFiles,
} from '../../../models/neural/layersModel.ts';
import { type NeuralFeature, schemaOfNeural } from '../../../models/neural/neuralFeature.ts';
import type { MulticlassNeuralModelData, NeuralModelData } from '../../../models/neural/neuralModel.ts';
import { openTensorFlow } from '../../../models/neural/tensorflow.ts';
import { neuralClassifier, neuralMulticlass, neuralRegressor } from '../../../models/neuralNetwork.ts';
import type { Row, Table } from '../../../models/table.ts';
import { datasetFromRows, tableFromRows } from '../../../models/tableFromRows.ts';

let tf: typeof TensorFlow;
beforeAll(async () => {
  ({ tf } = await openTensorFlow());
});
afterEach(() => tf.disposeVariables());

const random = seededRandom(21);
const rows: Row[] = Array.from({ length: 150 }, () => ({
  amount: random.uniform() < 0.2 ? null : 1000 * random.uniform() ** 3,
  calls: random.integer(6),
  region: random.uniform() < 0.1 ? null : `r${random.integer(5)}`,
  tariff: random.uniform() < 0.5 ? 'a' : 'b',
}));
const asked: Row[] = [...rows.slice(0, 30), { amount: 1e9, calls: -4, region: 'mond', tariff: 'a' }, {}];
const table = tableFromRows(asked);
const brief = { epochs: 3, holdOut: 0, hidden: [9, 5] } as const;

/** What TensorFlow.js makes of a model and a table, row after row. */
async function predictedByTensorFlow(
  model: LayersModel,
  features: readonly NeuralFeature[],
  asked: Table,
): Promise<Float32Array> {
  const loaded = await layers.loadLayersModel(
    tf.io.fromMemory(model as unknown as TensorFlow.io.ModelArtifacts),
  );
  const encoded = featureReader(schemaOfNeural(features)).readTable(asked);
  const { numbers, numberWidth, categories, rowCount } = layersInputs(
    features,
    encoded,
    Array.from({ length: asked.rowCount }, (_, row) => row),
  );
  const predicted = tf.tidy(() => {
    const given = [
      ...(numberWidth > 0 ? [tf.tensor2d(numbers, [rowCount, numberWidth])] : []),
      ...categories.map((each) => tf.tensor2d(each, [rowCount, 1], 'int32')),
    ];
    const output = loaded.predict(given.length === 1 ? given[0]! : given) as TensorFlow.Tensor;
    return { values: output.dataSync<'float32'>() };
  });
  loaded.dispose();
  return predicted.values;
}

const label = Float64Array.from(rows, ({ calls }) => (Number(calls) > 2 ? 1 : 0));
const value = Float64Array.from(rows, ({ calls }) => 100 * Number(calls) + random.normal());
const kinds = Int32Array.from(rows, ({ calls }) => Number(calls) % 3);
type Trained = NeuralModelData | MulticlassNeuralModelData;

const trained: Record<string, () => Promise<Trained>> = {
  classification: async () =>
    (await neuralClassifier.fit(datasetFromRows(rows, label), brief)).data as NeuralModelData,
  'classification with gelu': async () =>
    (await neuralClassifier.fit(datasetFromRows(rows, label), { ...brief, activation: 'gelu' }))
      .data as NeuralModelData,
  regression: async () =>
    (await neuralRegressor.fit(datasetFromRows(rows, value), brief)).data as NeuralModelData,
  'categories alone': async () =>
    (
      await neuralRegressor.fit(
        datasetFromRows(
          rows.map(({ region, tariff }) => ({ region: region!, tariff: tariff! })),
          value,
        ),
        brief,
      )
    ).data as NeuralModelData,
  'several classes': async () =>
    (
      await neuralMulticlass.fit(
        { ...tableFromRows(rows), target: kinds, classes: ['x', 'y', 'z'] },
        { ...brief, hidden: [7] },
      )
    ).data as MulticlassNeuralModelData,
};
const predictionsOf = (data: Trained, asked: Table) =>
  data.kind === 'neural' ? modelFromData(data).predict(asked) : multiclassModelFromData(data).predict(asked);

describe.each(Object.keys(trained))('a network of %s', (name) => {
  test('predicts in TensorFlow.js what it predicts here', async () => {
    const data = await trained[name]!();
    const expected = await predictedByTensorFlow(exportLayers(data), data.features, table);
    const received = predictionsOf(data, table);
    expect(received).toHaveLength(expected.length);
    const scale = Math.max(1, ...expected.map(Math.abs));
    received.forEach((prediction, at) => {
      expect(Math.abs(prediction - expected[at]!)).toBeLessThan(1e-5 * scale);
    });
  });

  test('comes back from its files with the same predictions', async () => {
    const data = await trained[name]!();
    const files = layersModelFiles(exportLayers(data));
    const read = layersModelOfFiles(files['model.json'], (path) => {
      expect(path).toBe('weights.bin');
      return files['weights.bin'];
    });
    const embedded = data.features.filter(
      (feature) => feature.kind === 'categorical' && feature.dimensions > 0,
    );
    const inputs: Record<string, readonly ImportedFeature[]> = {
      numbers: data.features.filter(({ kind }) => kind === 'numeric'),
      ...Object.fromEntries(embedded.map((feature, index) => [`category_${index}`, [feature]])),
    };
    const again = importLayers(read, {
      inputs,
      ...(data.kind === 'multiclass-neural' ? { classes: data.classes } : {}),
    });
    const expected = predictionsOf(data, table);
    // The files have 32 bits; so have all networks but the last layer of one for numbers.
    const unit =
      data.kind === 'neural' && data.task === 'regression' ? Math.max(...expected.map(Math.abs)) : 0;
    predictionsOf(again, table).forEach((prediction, at) => {
      expect(Math.abs(prediction - expected[at]!)).toBeLessThanOrEqual(1e-6 * unit);
    });
  });
});

/** What a save handler of TensorFlow.js is given. */
async function saved(model: layers.LayersModel): Promise<LayersModel> {
  let artifacts: TensorFlow.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler(async (given) => {
      artifacts = given;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  return artifacts as unknown as LayersModel;
}

/** Weights that differ from their initial values everywhere (means and variances of a normalisation, too). */
function stir(model: layers.LayersModel): void {
  model.setWeights(
    model.getWeights().map((weight) =>
      tf.tensor(
        Float32Array.from({ length: weight.size }, () => 0.2 + random.uniform()),
        weight.shape,
      ),
    ),
  );
}

const numbers = ['a', 'b', 'c'].map((name, index) =>
  standardised(name, { mean: index, spread: 2, minimum: -100, maximum: 100 }),
);
const colour: ImportedFeature = {
  kind: 'categorical',
  name: 'colour',
  vocabulary: ['green', 'red'],
  missingRow: 0,
  unseenRow: 1,
  firstRow: 2,
};
const strangers: Row[] = Array.from({ length: 25 }, (_, row) => ({
  a: row % 7 === 0 ? null : 3 * random.normal(),
  b: random.normal(),
  c: 5 * random.normal(),
  colour: row % 5 === 0 ? null : ['green', 'red', 'blue'][row % 3]!,
}));

describe('networks written by TensorFlow.js', () => {
  test('a Sequential one with normalisation, dropout and activations of their own', async () => {
    const { dense, activation, batchNormalization, dropout } = layers.layers;
    const model = layers.sequential({
      layers: [
        batchNormalization({ inputShape: [3] }),
        dense({ units: 6, useBias: false }),
        batchNormalization({ scale: false }),
        activation({ activation: 'tanh' }),
        dropout({ rate: 0.5 }),
        dense({ units: 5, activation: 'elu' }),
        batchNormalization({ epsilon: 0.01 }),
        dense({ units: 4, activation: 'softplus' }),
        dense({ units: 1, activation: 'sigmoid' }),
      ],
    });
    stir(model);
    const artifacts = await saved(model);
    const input = model.inputNames[0]!;
    const data = importLayers(artifacts, {
      inputs: { [input]: numbers },
      background: tableFromRows(strangers),
    });
    expect(data).toMatchObject({ kind: 'neural', task: 'classification' });
    const given = tf.tensor2d(
      strangers.map((row) =>
        ['a', 'b', 'c'].map((name, at) => (row[name] === null ? 0 : (Number(row[name]) - at) / 2)),
      ),
    );
    const expected = (model.predict(given) as TensorFlow.Tensor).dataSync();
    const imported = modelFromData(data);
    strangers.forEach((row, at) => {
      expect(imported.predictRow(row)).toBeCloseTo(expected[at]!, 5);
      const { baseline, contributions } = imported.explainRow(row);
      const sum = contributions.reduce((total, { effect }) => total + effect, baseline);
      expect(sum).toBeCloseTo(imported.rawScoreRow(row), 9);
    });
    given.dispose();
    model.dispose();
  });

  test('a functional one of a category before numbers, with a softmax', async () => {
    const word = layers.input({ shape: [1], dtype: 'int32', name: 'word' });
    const figures = layers.input({ shape: [3], name: 'figures' });
    const embedded = layers.layers.embedding({ inputDim: 4, outputDim: 2 }).apply(word);
    const flat = layers.layers.flatten().apply(embedded) as layers.SymbolicTensor;
    const joined = layers.layers.concatenate().apply([flat, figures]);
    const hidden = layers.layers.dense({ units: 6, activation: 'swish' }).apply(joined);
    const outputs = layers.layers.dense({ units: 3, activation: 'softmax' }).apply(hidden);
    const model = layers.model({ inputs: [word, figures], outputs: outputs as layers.SymbolicTensor });
    stir(model);
    const data = importLayers(await saved(model), {
      inputs: { word: [colour], figures: numbers },
      classes: ['one', 'two', 'three'],
    });
    const predicted = multiclassModelFromData(data).predict(tableFromRows(strangers));
    const expected = await predictedByTensorFlow(exportLayers(data), data.features, tableFromRows(strangers));
    const rowOfColour = (row: Row) =>
      row.colour === null ? 0 : row.colour === 'blue' ? 1 : row.colour === 'green' ? 2 : 3;
    const original = (
      model.predict([
        tf.tensor2d(
          strangers.map((row) => [rowOfColour(row)]),
          [25, 1],
          'int32',
        ),
        tf.tensor2d(
          strangers.map((row) =>
            ['a', 'b', 'c'].map((name, at) => (row[name] === null ? 0 : (Number(row[name]) - at) / 2)),
          ),
        ),
      ]) as TensorFlow.Tensor
    ).dataSync();
    predicted.forEach((probability, at) => {
      expect(probability).toBeCloseTo(original[at]!, 5);
      expect(expected[at]).toBeCloseTo(original[at]!, 5);
    });
    model.dispose();
  });

  test('what is not known is refused with its name', async () => {
    const { dense, reshape, conv1d, flatten } = layers.layers;
    const refused = async (model: layers.LayersModel, what: RegExp, classes?: string[]) => {
      const artifacts = await saved(model);
      const options = {
        inputs: { [model.inputNames[0]!]: numbers },
        ...(classes === undefined ? {} : { classes }),
      };
      expect(() => importLayers(artifacts, options)).toThrow(what);
      model.dispose();
    };
    const sequential = (...list: layers.layers.Layer[]) => layers.sequential({ layers: list });
    await refused(
      sequential(
        reshape({ targetShape: [3, 1], inputShape: [3] }),
        conv1d({ filters: 2, kernelSize: 2 }),
        flatten(),
        dense({ units: 1 }),
      ),
      /Conv1D/,
    );
    await refused(
      sequential(dense({ units: 2, inputShape: [3], activation: 'hardSigmoid' }), dense({ units: 1 })),
      /hard_sigmoid/,
    );
    await refused(sequential(dense({ units: 2, inputShape: [3], activation: 'relu' })), /relu/);
    await refused(sequential(dense({ units: 1, inputShape: [2] })), /do not fit/);
    await refused(sequential(dense({ units: 3, inputShape: [3], activation: 'softmax' })), /do not fit/, [
      'one',
    ]);
    expect(() => layersModelOfFiles('{"format": "graph-model"}', () => new Uint8Array())).toThrow(
      expect.objectContaining({ code: 'artifact_invalid' }),
    );
    expect(() => layersModelOfFiles('not json', () => new Uint8Array())).toThrow(/model.json/);
  });

  test('missing bytes of weights are refused', async () => {
    const data = await trained.regression!();
    const model = exportLayers(data);
    const cut = { ...model, weightData: model.weightData.slice(8) };
    expect(() => importLayers(cut, { inputs: {} })).toThrow(/fewer bytes/);
  });
});
