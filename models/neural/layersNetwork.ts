import { type Activation, activations } from './activation.ts';
import { type GraphLayer, type LayersGraph, unreadable } from './layersGraph.ts';
import type { LayerWeight } from './layersWeights.ts';
import type { DenseLayer, Network } from './network.ts';

/** Where inputs of a network come from, in their order. */
export type InputPart =
  | { readonly kind: 'numbers'; readonly input: string; readonly width: number }
  | {
      readonly kind: 'embedding';
      readonly input: string;
      readonly rows: number;
      readonly dimensions: number;
      readonly embedding: Float32Array;
    };

export interface ReadNetwork {
  readonly parts: readonly InputPart[];
  readonly network: Network;
  /** What the model makes of its raw scores. */
  readonly last: 'linear' | 'sigmoid' | 'softmax';
}

/** A dense layer being read: wide numbers, so that what is folded into it loses nothing. */
interface OpenLayer {
  inputs: number;
  units: number;
  activation: string;
  kernel: Float64Array;
  bias: Float64Array;
}

/** output = input x scale + shift: a batch normalisation that waits to be folded into the next dense layer. */
interface Affine {
  readonly scale: Float64Array;
  readonly shift: Float64Array;
}

/**
 * The dense layers that a graph of layers comes to: dropout is left out, batch normalisation folded into the dense
 * layer before it (when that has no activation yet) or after it.
 * @throws Problem artifact_invalid when the graph is not such a chain
 */
export function layersNetwork(graph: LayersGraph, weights: ReadonlyMap<string, LayerWeight>): ReadNetwork {
  const chain: GraphLayer[] = [];
  let current = graph.output;
  while (chainKinds.has(current.kind)) {
    chain.unshift(current);
    current = onlyInput(current);
  }
  const parts = partsOf(current, weights);
  const layers: OpenLayer[] = [];
  let width = parts.reduce((sum, part) => sum + (part.kind === 'numbers' ? part.width : part.dimensions), 0);
  let waiting: Affine | undefined;
  for (const layer of chain) {
    const { name, kind, config } = layer;
    const top = layers.at(-1);
    if (kind === 'Dense') {
      const dense = denseOf(layer, width, weights);
      if (waiting !== undefined) foldForward(dense, waiting);
      waiting = undefined;
      layers.push(dense);
      width = dense.units;
    } else if (kind === 'Activation') {
      if (waiting !== undefined || top === undefined || top.activation !== 'linear')
        throw unreadable(`an activation that follows no plain dense layer: ${name}`);
      top.activation = String(config.activation);
    } else if (kind === 'BatchNormalization') {
      const affine = affineOf(layer, width, weights);
      if (waiting !== undefined) throw unreadable(`two batch normalisations in a row: ${name}`);
      if (top !== undefined && top.activation === 'linear') foldBack(top, affine);
      else waiting = affine;
    }
  }
  const top = layers.at(-1);
  if (top === undefined || waiting !== undefined) throw unreadable('no dense layer at its end');
  const last = top.activation;
  if (last !== 'linear' && last !== 'sigmoid' && last !== 'softmax')
    throw unreadable(`an output of activation ${last}; linear, sigmoid and softmax are known`);
  top.activation = 'linear';
  return { parts, network: layers.map(closed), last };
}

const chainKinds = new Set(['Dense', 'Activation', 'Dropout', 'BatchNormalization']);

function onlyInput(layer: GraphLayer): GraphLayer {
  const [input, ...others] = layer.inputs;
  if (input === undefined || others.length > 0)
    throw unreadable(`a layer with ${layer.inputs.length} inputs: ${layer.name}`);
  return input;
}

function partsOf(layer: GraphLayer, weights: ReadonlyMap<string, LayerWeight>): InputPart[] {
  const { name, kind, config } = layer;
  if (kind === 'Concatenate') return layer.inputs.flatMap((input) => partsOf(input, weights));
  if (kind === 'InputLayer') {
    const shape = (config.batch_input_shape ?? config.batch_shape) as readonly (number | null)[] | undefined;
    const width = shape?.at(-1);
    if (shape?.length !== 2 || typeof width !== 'number')
      throw unreadable(`an input that is not rows x numbers: ${name}`);
    return [{ kind: 'numbers', input: name, width }];
  }
  if (kind === 'Flatten' || kind === 'Dropout') return partsOf(onlyInput(layer), weights);
  if (kind === 'Embedding') {
    const input = onlyInput(layer);
    const [part] = partsOf(input, weights);
    if (input.kind !== 'InputLayer' || part?.kind !== 'numbers' || part.width !== 1)
      throw unreadable(`an embedding of more than one category: ${name}`);
    const { shape, values } = weightOf(weights, `${name}/embeddings`, 2);
    return [
      { kind: 'embedding', input: input.name, rows: shape[0]!, dimensions: shape[1]!, embedding: values },
    ];
  }
  throw unreadable(`a layer of kind ${kind}: ${name}`);
}

function denseOf(
  { name, config }: GraphLayer,
  width: number,
  weights: ReadonlyMap<string, LayerWeight>,
): OpenLayer {
  const { shape, values } = weightOf(weights, `${name}/kernel`, 2);
  const [inputs, units] = shape as [number, number];
  if (inputs !== width) throw unreadable(`a dense layer of ${inputs} inputs where ${width} come: ${name}`);
  const bias = config.use_bias === false ? undefined : weightOf(weights, `${name}/bias`, 1).values;
  return {
    inputs,
    units,
    activation: String(config.activation ?? 'linear'),
    kernel: Float64Array.from(values),
    bias: bias === undefined ? new Float64Array(units) : Float64Array.from(bias),
  };
}

function affineOf(
  { name, config }: GraphLayer,
  width: number,
  weights: ReadonlyMap<string, LayerWeight>,
): Affine {
  const take = (what: string) => weightOf(weights, `${name}/${what}`, 1).values;
  const mean = take('moving_mean');
  const variance = take('moving_variance');
  if (mean.length !== width) throw unreadable(`a batch normalisation of another width: ${name}`);
  const gamma = config.scale === false ? undefined : take('gamma');
  const beta = config.center === false ? undefined : take('beta');
  const epsilon = Number(config.epsilon ?? 1e-3);
  const scale = Float64Array.from(variance, (each, at) => (gamma?.[at] ?? 1) / Math.sqrt(each + epsilon));
  return { scale, shift: scale.map((each, at) => (beta?.[at] ?? 0) - mean[at]! * each) };
}

function foldBack({ inputs, units, kernel, bias }: OpenLayer, { scale, shift }: Affine): void {
  for (let unit = 0; unit < units; unit++) {
    for (let from = 0; from < inputs; from++) kernel[from * units + unit]! *= scale[unit]!;
    bias[unit] = bias[unit]! * scale[unit]! + shift[unit]!;
  }
}

function foldForward({ inputs, units, kernel, bias }: OpenLayer, { scale, shift }: Affine): void {
  for (let from = 0; from < inputs; from++)
    for (let unit = 0; unit < units; unit++) {
      const weight = kernel[from * units + unit]!;
      bias[unit]! += shift[from]! * weight;
      kernel[from * units + unit] = scale[from]! * weight;
    }
}

function weightOf(weights: ReadonlyMap<string, LayerWeight>, name: string, rank: number): LayerWeight {
  const weight = weights.get(name);
  if (weight?.shape.length !== rank) throw unreadable(`no weights of ${rank} dimensions named ${name}`);
  return weight;
}

function closed({ inputs, units, activation, kernel, bias }: OpenLayer): DenseLayer {
  if (!Object.hasOwn(activations, activation)) throw unreadable(`the activation ${activation}`);
  return {
    inputs,
    units,
    activation: activation as Activation,
    kernel: Float32Array.from(kernel),
    bias: Float32Array.from(bias),
  };
}
