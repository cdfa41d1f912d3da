import { seededRandom } from '../../base/random.ts';
import type { FitOptions } from '../estimator.ts';
import { featureReader, schemaOf } from '../featureSchema.ts';
import { finishWithPauses } from '../numeric/steps.ts';
import { pauser } from '../pause.ts';
import type { Table } from '../table.ts';
import { type Background, backgroundOf } from './background.ts';
import { initialNetwork } from './initialNetwork.ts';
import type { Network } from './network.ts';
import type { NetworkLoss } from './networkLoss.ts';
import { type NeuralFeature, widthOf } from './neuralFeature.ts';
import type { NeuralSettings } from './neuralOptions.ts';
import { fillUntrainedRows, planFeatures } from './planFeatures.ts';
import { trainNetwork } from './train.ts';
import { trainingRows } from './trainingRows.ts';

/** What a network is to learn. */
export interface NetworkTask {
  readonly loss: NetworkLoss;
  /** By row, as the loss wants it. */
  readonly targets: Float64Array;
  readonly weights: Float64Array;
  /** The best constant raw scores, where the network starts. */
  readonly constants: Float64Array;
  /** Rows to set aside are drawn from each group in equal shares; by row. */
  readonly groups: ArrayLike<number>;
  /** Raw scores are multiplied by `spread`, then moved by `mean`, after training. */
  readonly mean: number;
  readonly spread: number;
}

export interface Learned {
  readonly features: readonly NeuralFeature[];
  readonly network: Network;
  readonly background: Background;
}

/** From a checked table to a network that can be served. */
export async function learnNetwork(
  table: Table,
  task: NetworkTask,
  settings: NeuralSettings,
  { signal, onProgress }: FitOptions,
): Promise<Learned> {
  signal?.throwIfAborted();
  const random = seededRandom(settings.seed);
  const { weights } = task;
  const specs = schemaOf(table, weights);
  const pause = pauser(signal);
  const planned = await finishWithPauses(
    planFeatures(specs, featureReader(specs).readTable(table), weights, random),
    pause,
  );
  const width = planned.features.reduce((sum, feature) => sum + widthOf(feature), 0);
  let trained = {
    features: planned.features as readonly NeuralFeature[],
    network: initialNetwork(width, task.constants, settings, random),
  };
  const [kept, held] = divide(task, settings.holdOut, random);
  if (width > 0) {
    const rowsOf = (rows: Int32Array) =>
      trainingRows(planned.features, planned.encoded, task.targets, weights, rows);
    trained = await trainNetwork(
      trained,
      rowsOf(kept),
      held.length > 0 ? rowsOf(held) : undefined,
      task.loss,
      {
        ...settings,
        random,
        pause,
        onEpoch: (epoch) => onProgress?.(epoch / settings.epochs),
      },
    );
  }
  const features = trained.features.map((feature, index) =>
    fillUntrainedRows(feature, planned.encoded[index]!, weights, kept),
  );
  const network = scaled(trained.network, task);
  const background = await finishWithPauses(backgroundOf(features, network, planned.encoded, weights), pause);
  onProgress?.(1);
  return { features, network, background };
}

/** [kept, set aside], rows of weight 0 left out; groups in equal shares. */
function divide(
  { weights, groups }: NetworkTask,
  share: number,
  random: ReturnType<typeof seededRandom>,
): [Int32Array, Int32Array] {
  const byGroup = new Map<number, number[]>();
  const present = [...weights.keys()].filter((row) => weights[row]! > 0);
  for (const row of present) {
    const group = byGroup.get(groups[row]!);
    if (group === undefined) byGroup.set(groups[row]!, [row]);
    else group.push(row);
  }
  const held = new Set<number>();
  for (const group of [...byGroup.keys()].sort((a, b) => a - b)) {
    const rows = byGroup.get(group)!;
    for (const row of random.shuffle(rows).slice(0, Math.floor(share * rows.length))) held.add(row);
  }
  return [
    Int32Array.from(present.filter((row) => !held.has(row))),
    Int32Array.from(present.filter((row) => held.has(row))),
  ];
}

/** The network with its raw scores in the target's unit. */
function scaled(network: Network, { mean, spread }: NetworkTask): Network {
  if (mean === 0 && spread === 1) return network;
  return network.map((layer, depth) =>
    depth < network.length - 1
      ? layer
      : {
          ...layer,
          kernel: Float64Array.from(layer.kernel, (value) => value * spread),
          bias: Float64Array.from(layer.bias, (value) => value * spread + mean),
        },
  );
}
