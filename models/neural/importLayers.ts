import { Problem } from '../../base/problem.ts';
import { featureReader } from '../featureSchema.ts';
import { finish } from '../numeric/steps.ts';
import type { Table } from '../table.ts';
import { backgroundOf } from './background.ts';
import { layersGraph } from './layersGraph.ts';
import type { LayersModel } from './layersModel.ts';
import { type InputPart, layersNetwork } from './layersNetwork.ts';
import { layersWeights } from './layersWeights.ts';
import type { Network } from './network.ts';
import { type NeuralFeature, schemaOfNeural, widthOf } from './neuralFeature.ts';
import type { MulticlassNeuralModelData, NeuralModelData } from './neuralModel.ts';

type Numeric = NeuralFeature & { readonly kind: 'numeric' };
type Categorical = NeuralFeature & { readonly kind: 'categorical' };

/** A feature that feeds an imported network; of a category the embedding is the network's own. */
export type ImportedFeature = Numeric | Omit<Categorical, 'embedding' | 'dimensions'>;

export interface ImportOptions {
  /**
   * By the name of each input layer the features that feed it, in their order: numbers for an input of numbers
   * (`standardised` makes a usual one), one category for an input that an embedding takes.
   */
  readonly inputs: Readonly<Record<string, readonly ImportedFeature[]>>;
  /** Names of the outputs when there are several. */
  readonly classes?: readonly string[];
  /** What one linear output is: log-odds or a value. Default 'regression'. */
  readonly task?: 'classification' | 'regression';
  /** Rows that explanations compare with. Default: one in which everything is missing. */
  readonly background?: Table;
}

/**
 * A TensorFlow.js layers model as a model that can be served, saved and explained here. Known are Sequential and
 * functional models with one output that are a chain of Dense, Activation, BatchNormalization and Dropout layers
 * upon inputs of numbers, embeddings of single categories and what concatenates them, with the activations of
 * activation.ts and linear, sigmoid or softmax at the end.
 * @throws Problem artifact_invalid when the model holds anything else, invalid_input when the features do not fit it
 */
export function importLayers(
  model: Pick<LayersModel, 'modelTopology' | 'weightSpecs' | 'weightData'>,
  { inputs, classes, task = 'regression', background }: ImportOptions,
): NeuralModelData | MulticlassNeuralModelData {
  const read = layersNetwork(layersGraph(model.modelTopology), layersWeights(model));
  const { features, network } = numbersFirst(
    read.parts.map((part) => featuresOf(part, inputs)),
    read.network,
  );
  const outputs = network.at(-1)!.units;
  const table = background ?? { rowCount: 1, columns: [] };
  const encoded = featureReader(schemaOfNeural(features)).readTable(table);
  const shared = {
    features,
    network,
    background: finish(backgroundOf(features, network, encoded, new Float64Array(table.rowCount).fill(1))),
  };
  if (read.last === 'softmax' || outputs > 1) {
    if (classes?.length !== outputs)
      throw misfit('classes', `${outputs} outputs`, classes?.length ?? 0, `${outputs} names`);
    if (read.last === 'sigmoid')
      throw misfit('classes', 'outputs that are probabilities of their own', outputs, 'softmax');
    return { kind: 'multiclass-neural', classes, ...shared };
  }
  return { kind: 'neural', task: read.last === 'sigmoid' ? 'classification' : task, ...shared };
}

/** A number that enters as (clip(number, minimum, maximum) - mean) / spread, as 0 when missing. */
export function standardised(
  name: string,
  { mean, spread, minimum, maximum }: Readonly<Record<'mean' | 'spread' | 'minimum' | 'maximum', number>>,
): Numeric {
  return {
    kind: 'numeric',
    name,
    from: Float64Array.of(minimum, maximum),
    to: Float64Array.of((minimum - mean) / spread, (maximum - mean) / spread),
    missing: 0,
    indicator: false,
  };
}

function featuresOf(part: InputPart, inputs: ImportOptions['inputs']): NeuralFeature[] {
  const given = inputs[part.input] ?? [];
  if (part.kind === 'numbers') {
    const numbers = given.filter((feature): feature is Numeric => feature.kind === 'numeric');
    const width = numbers.reduce((sum, feature) => sum + widthOf(feature), 0);
    if (numbers.length < given.length || width !== part.width)
      throw misfit(part.input, `${part.width} numbers`, width, `numeric features that make ${part.width}`);
    return numbers;
  }
  const [feature, ...others] = given;
  if (feature?.kind !== 'categorical' || others.length > 0)
    throw misfit(part.input, 'a category', given.length, 'one categorical feature');
  const last = Math.max(
    feature.firstRow + feature.vocabulary.length - 1,
    feature.missingRow,
    feature.unseenRow,
  );
  if (last >= part.rows)
    throw misfit(part.input, `an embedding of ${part.rows} rows`, last, `rows below ${part.rows}`);
  return [{ ...feature, dimensions: part.dimensions, embedding: part.embedding }];
}

/** Numbers before categories, the rows of the first kernel in the same order. */
function numbersFirst(
  parts: readonly (readonly NeuralFeature[])[],
  network: Network,
): { features: NeuralFeature[]; network: Network } {
  let at = 0;
  const placed = parts.flat().map((feature) => {
    const start = at;
    at += widthOf(feature);
    return { feature, start };
  });
  placed.sort((a, b) => Number(a.feature.kind === 'categorical') - Number(b.feature.kind === 'categorical'));
  const [first, ...rest] = network;
  const { units, kernel } = first!;
  const ordered = new Float32Array(kernel.length);
  let to = 0;
  for (const { feature, start } of placed) {
    const width = widthOf(feature);
    ordered.set(kernel.subarray(start * units, (start + width) * units), to * units);
    to += width;
  }
  return {
    features: placed.map(({ feature }) => feature),
    network: [{ ...first!, kernel: ordered }, ...rest],
  };
}

function misfit(path: string, wants: string, received: unknown, allowed: string): Problem {
  return new Problem('invalid_input', `The features do not fit the network: ${path} has ${wants}.`, {
    findings: [{ path, message: 'does not fit the network', received, allowed }],
  });
}
