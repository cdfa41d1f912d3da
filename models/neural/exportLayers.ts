import type { LayerConfig, LayersModel, WeightSpec } from './layersModel.ts';
import type { DenseLayer, Network } from './network.ts';
import type { CategoricalInput, NeuralFeature } from './neuralFeature.ts';
import { widthOf } from './neuralFeature.ts';

/** Names of the layers of an exported model. */
export const numbersInput = 'numbers';
export const categoryInput = (index: number) => `category_${index}`;
export const embeddingLayer = (index: number) => `embedding_${index}`;
export const denseLayer = (depth: number) => `dense_${depth}`;

/** The features that an exported model has an input and an embedding for, in the order of those inputs. */
export function embeddedFeatures(features: readonly NeuralFeature[]): CategoricalInput[] {
  return features.filter(
    (feature): feature is CategoricalInput => feature.kind === 'categorical' && feature.dimensions > 0,
  );
}

export interface ExportOptions {
  /** Activation of the last layer: 'linear' for raw scores, or what makes predictions of them. */
  readonly last: 'linear' | 'sigmoid' | 'softmax';
}

/**
 * A network as a functional model of TensorFlow.js: `tf.loadLayersModel(tf.io.fromMemory(it))` gives the same numbers.
 * Its inputs are `numbers` (float32, rows x inputs of all numeric features, mapped as writeInputs does) when there is
 * any, then `category_0`, `category_1`, ... (int32, rows x 1, the row of the embedding, as rowOf gives it); they are
 * joined in this order and go through the dense layers.
 * @param features numbers before categories
 */
export function exportLayers(
  features: readonly NeuralFeature[],
  network: Network,
  { last }: ExportOptions,
): LayersModel {
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
  const numbers = features.reduce(
    (sum, feature) => sum + (feature.kind === 'numeric' ? widthOf(feature) : 0),
    0,
  );
  if (numbers > 0) {
    add(numbersInput, 'InputLayer', { batch_input_shape: [null, numbers], dtype: 'float32' }, []);
    inputs.push(numbersInput);
    joined.push(numbersInput);
  }
  embeddedFeatures(features).forEach(({ embedding, dimensions }, index) => {
    const input = categoryInput(index);
    const name = embeddingLayer(index);
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
  network.forEach(({ inputs: width, units, activation, kernel, bias }: DenseLayer, depth) => {
    const name = denseLayer(depth);
    add(
      name,
      'Dense',
      { units, activation: depth === network.length - 1 ? last : activation, use_bias: true },
      [top],
    );
    weigh(`${name}/kernel`, [width, units], kernel);
    weigh(`${name}/bias`, [units], bias);
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
