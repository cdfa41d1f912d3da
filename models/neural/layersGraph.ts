import { Problem } from '../../base/problem.ts';
import type { LayerConfig, LayersModel } from './layersModel.ts';

/** A layer with the layers whose output it takes. */
export interface GraphLayer {
  readonly name: string;
  readonly kind: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: readonly GraphLayer[];
}

/** The layers that the models's one output is computed from. */
export interface LayersGraph {
  readonly output: GraphLayer;
}

/**
 * Reads the graph of a Sequential or functional model of Keras or TensorFlow.js, in which every layer is used once.
 * @throws Problem artifact_invalid
 */
export function layersGraph(topology: LayersModel['modelTopology']): LayersGraph {
  const { class_name: kind, config } = 'model_config' in topology ? topology.model_config : topology;
  if (kind === 'Sequential') return sequential(config);
  if (kind === 'Model' || kind === 'Functional') return functional(config);
  throw unreadable(`a model of class ${String(kind)}`);
}

function sequential(config: unknown): LayersGraph {
  const layers = Array.isArray(config) ? config : (config as { layers?: unknown } | null)?.layers;
  if (!Array.isArray(layers) || layers.length === 0) throw unreadable('a Sequential model without layers');
  let top: GraphLayer | undefined;
  for (const layer of layers as LayerConfig[]) {
    const { class_name: kind, config: own } = layer;
    if (top === undefined && kind !== 'InputLayer') {
      const shape = own.batch_input_shape;
      top = {
        name: `${nameOf(layer)}_input`,
        kind: 'InputLayer',
        config: { batch_input_shape: shape },
        inputs: [],
      };
    }
    top = { name: nameOf(layer), kind, config: own, inputs: top === undefined ? [] : [top] };
  }
  return { output: top! };
}

function functional(config: unknown): LayersGraph {
  const { layers, output_layers: outputs } = config as {
    readonly layers?: readonly LayerConfig[];
    readonly output_layers?: readonly unknown[];
  };
  if (!Array.isArray(layers) || !Array.isArray(outputs))
    throw unreadable('a functional model without layers');
  if (outputs.length !== 1) throw unreadable(`a model of ${outputs.length} outputs`);
  const byName = new Map((layers as LayerConfig[]).map((layer) => [nameOf(layer), layer]));
  const visiting = new Set<string>();
  const build = (tensor: unknown): GraphLayer => {
    const [name, call, output] = tensor as [string, number, number];
    const layer = byName.get(name);
    if (layer === undefined || call !== 0 || output !== 0 || visiting.has(name))
      throw unreadable(`a layer used more than once or not defined: ${String(name)}`);
    visiting.add(name);
    const [first, ...others] = (layer.inbound_nodes ?? []) as unknown[][];
    if (others.length > 0) throw unreadable(`a layer used more than once: ${name}`);
    return { name, kind: layer.class_name, config: layer.config, inputs: (first ?? []).map(build) };
  };
  return { output: build(outputs[0]) };
}

function nameOf({ name, config }: LayerConfig): string {
  return name ?? String(config.name);
}

export function unreadable(what: string): Problem {
  return new Problem('artifact_invalid', `The TensorFlow.js model holds ${what}.`, {
    remedy:
      'Give a Sequential or functional layers model with one output of Dense, Embedding, Flatten, Concatenate, ' +
      'BatchNormalization, Dropout and Activation layers.',
  });
}
