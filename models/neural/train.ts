import type { Random } from '../../base/random.ts';
import { adamW } from './adamW.ts';
import { embeddedFeatures } from './exportLayers.ts';
import { forwardPass } from './forward.ts';
import type { Network } from './network.ts';
import { type NetworkShape, networkGradients } from './networkGradients.ts';
import type { NetworkLoss } from './networkLoss.ts';
import type { NeuralFeature } from './neuralFeature.ts';
import { openTensorFlow } from './tensorflow.ts';
import type { TrainingRows } from './trainingRows.ts';

export interface TrainingOptions {
  /** Of the hidden layers. */
  readonly activation: NetworkShape['activation'];
  readonly epochs: number;
  readonly batchRows: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly dropout: number;
  /** Epochs without a lower loss on the held-out rows before stopping. */
  readonly patience: number;
  readonly random: Random;
  readonly pause: () => Promise<void>;
  readonly onEpoch: (epoch: number) => void;
}

export interface Trainable {
  /** Numbers before categories. */
  readonly features: readonly NeuralFeature[];
  readonly network: Network;
}

/**
 * Trains a network by mini-batches, gradients by TensorFlow.js, steps by adamW. With held-out rows the parameters that
 * had the least loss on them are kept, else the last. Everything that is drawn comes from `random`.
 */
export async function trainNetwork(
  start: Trainable,
  rows: TrainingRows,
  heldOut: TrainingRows | undefined,
  loss: NetworkLoss,
  options: TrainingOptions,
): Promise<Trainable> {
  const { tf } = await openTensorFlow();
  const embedded = embeddedFeatures(start.features);
  const shape: NetworkShape = {
    embeddings: embedded.map(({ embedding, dimensions }) => [embedding.length / dimensions, dimensions]),
    layers: start.network.map(({ inputs, units }) => [inputs, units]),
    activation: options.activation,
  };
  const parameters = [
    ...embedded.map(({ embedding }) => embedding.slice()),
    ...start.network.flatMap(({ kernel, bias }) => [Float32Array.from(kernel), Float32Array.from(bias)]),
  ];
  const isBias = (index: number) => index >= embedded.length && (index - embedded.length) % 2 === 1;
  const step = adamW(
    parameters,
    parameters.map((_, index) => !isBias(index)),
    options,
  );
  const { random, dropout } = options;
  const order = Int32Array.from({ length: rows.rowCount }, (_, row) => row);
  const batches = Math.max(1, Math.round(rows.rowCount / options.batchRows));
  let best = heldOut === undefined ? parameters : parameters.map((values) => values.slice());
  let bestLoss = Number.POSITIVE_INFINITY;
  let bestEpoch = 0;
  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    random.shuffle(order);
    for (let each = 0; each < batches; each++) {
      await options.pause();
      const batch = order.slice(
        Math.floor((each * order.length) / batches),
        Math.floor(((each + 1) * order.length) / batches),
      );
      step(networkGradients(tf, shape, parameters, rows, batch, loss, dropout, random));
    }
    if (heldOut !== undefined) {
      const current = meanLoss(trained(start, parameters), heldOut, loss);
      if (current < bestLoss) {
        bestLoss = current;
        bestEpoch = epoch;
        best = parameters.map((values) => values.slice());
      } else if (epoch - bestEpoch >= options.patience) break;
    }
    options.onEpoch(epoch);
  }
  return trained(start, best);
}

/** What was begun, with other parameters: embeddings, then kernel and bias of each layer. */
function trained({ features, network }: Trainable, parameters: readonly Float32Array[]): Trainable {
  const embedded = embeddedFeatures(features);
  return {
    features: features.map((feature) => {
      if (feature.kind === 'numeric' || feature.dimensions === 0) return feature;
      return { ...feature, embedding: parameters[embedded.indexOf(feature)]! };
    }),
    network: network.map((layer, depth) => ({
      ...layer,
      kernel: parameters[embedded.length + 2 * depth]!,
      bias: parameters[embedded.length + 2 * depth + 1]!,
    })),
  };
}

function meanLoss({ features, network }: Trainable, rows: TrainingRows, loss: NetworkLoss): number {
  const forward = forwardPass(network);
  const input = new Float64Array(network[0]!.inputs);
  const embedded = embeddedFeatures(features);
  let sum = 0;
  for (let row = 0; row < rows.rowCount; row++) {
    let at = rows.numberWidth;
    input.set(rows.numbers.subarray(row * at, (row + 1) * at));
    embedded.forEach(({ embedding, dimensions }, index) => {
      const start = rows.categories[index]![row]! * dimensions;
      for (let each = 0; each < dimensions; each++) input[at++] = embedding[start + each]!;
    });
    sum += rows.weights[row]! * loss.ofRow(forward(input), rows.targets[row]!);
  }
  return sum / rows.rowCount;
}
