import { Problem } from '../../base/problem.ts';
import type { LayerConfig, LayersModel, WeightSpec } from './layersModel.ts';
import type { DenseLayer } from './network.ts';
import type { CategoricalInput, NeuralFeature } from './neuralFeature.ts';
import { widthOf } from './neuralFeature.ts';
import type { MulticlassNeuralModelData, NeuralModelData } from './neuralModel.ts';

/** The features that an exported model has an input and an embedding for, in the order of those inputs. */
export function embeddedFeatures(features: readonly NeuralFeature[]): CategoricalInput[] {
  return features.filter(
    (feature): feature is CategoricalInput => feature.kind === 'categorical' && feature.dimensions > 0,
  );
}

/**
 * A network as a functional model of TensorFlow.js: `tf.loadLayersModel(tf.io.fromMemory(it))` gives the same numbers.
 * Weights are rounded to 32 bits (the last layer of a network for numbers has 64 here). Its inputs are `numbers`
 * (float32, rows x inputs of all numeric features, mapped as writeInputs does) when there is any, then `category_0`,
 * `category_1`, ... (int32, rows x 1, the row of the embedding, as rowOf gives it); they are joined in this order and go
 * through the dense layers. Its output are the predictions: P(class 1), the value, or the probability of each class.
 * layersInputs makes its inputs of a table.
 * @throws Problem invalid_input when the network has no input
 */
export function exportLayers(data: NeuralModelData | MulticlassNeuralModelData): LayersModel {
  const { features, network } = data;
  if (network[0]!.inputs === 0)
    throw new Problem('invalid_input', 'A network without inputs cannot be written as a layers model.', {
      remedy: 'Train it on a table with a column that varies.',
    });
  const last =
    data.kind === 'multiclass-neural' ? 'softmax' : data.task === 'classification' ? 'sigmoid' : 'linear';
  const layers: LayerConfig[] = [];
  const weights: { readonly spec: WeightSpec; readonly values: Float32Array }[] = [];
  const add = (name: string, class_name: string, config: object, inputs: readonly string[]) =>
    layers.push({
      name,
      class_name,
      config: { name, ...config },
      inbound_nodes: inputs.length === 0 ? [] : [inputs.map((input) => [input, 0, 0, {}])],
    });
  const weigh = (name: string, shape: number[], values: Float32Array) =>
    weights.push({ spec: { name, shape, dtype: 'float32' }, values });

  const inputs: string[] = [];
  const joined: string[] = [];
  const width = features.reduce(
    (sum, feature) => sum + (feature.kind === 'numeric' ? widthOf(feature) : 0),
    0,
  );
  if (width > 0) {
    add('numbers', 'InputLayer', { batch_input_shape: [null, width], dtype: 'float32' }, []);
    inputs.push('numbers');
    joined.push('numbers');
  }
  embeddedFeatures(features).forEach(({ embedding, dimensions }, index) => {
    const input = `category_${index}`;
    const name = `embedding_${index}`;
    const rows = embedding.length / dimensions;
    add(input, 'InputLayer', { batch_input_shape: [null, 1], dtype: 'int32' }, []);
    add(name, 'Embedding', { input_dim: rows, output_dim: dimensions, input_length: 1 }, [input]);
    add(`${name}_flat`, 'Flatten', {}, [name]);
    weigh(`${name}/embeddings`, [rows, dimensions], embedding);
    inputs.push(input);
    joined.push(`${name}_flat`);
  });
  let top = joined[0]!;
  if (joined.length > 1) {
    top = 'joined';
    add(top, 'Concatenate', { axis: -1 }, joined);
  }
  network.forEach(({ inputs: from, units, activation, kernel, bias }: DenseLayer, depth) => {
    const name = `dense_${depth}`;
    add(
      name,
      'Dense',
      { units, activation: depth === network.length - 1 ? last : activation, use_bias: true },
      [top],
    );
    weigh(`${name}/kernel`, [from, units], Float32Array.from(kernel));
    weigh(`${name}/bias`, [units], Float32Array.from(bias));
    top = name;
  });
  return {
    format: 'layers-model',
    generatedBy: 'Linkloop',
    modelTopology: {
      class_name: 'Model',
      config: {
        name: 'linkloop',
        layers,
        input_layers: inputs.map((input) => [input, 0, 0]),
        output_layers: [[top, 0, 0]],
      },
    },
    weightSpecs: weights.map(({ spec }) => spec),
    weightData: joinedBytes(weights.map(({ values }) => values)),
  };
}

function joinedBytes(parts: readonly Float32Array[]): ArrayBuffer {
  const total = parts.reduce((sum, part) => sum + part.length, 0);
  const view = new DataView(new ArrayBuffer(4 * total));
  let at = 0;
  for (const part of parts)
    for (const value of part) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  return view.buffer;
}
