import { boostedTreesClassifier } from '../../models/boostedTrees.ts';
import type { Model } from '../../models/estimator.ts';
import { aucMetric } from '../../models/metrics/auc.ts';
import { metricValue } from '../../models/metrics/metric.ts';
import { randomForestClassifier } from '../../models/randomForest.ts';
import { type Contender, type Sample, timed } from '../measure.ts';
import type { PythonPeer } from '../pythonPeer.ts';
import type { TrainTask } from './trainTask.ts';

/** What is grown: of a forest `rounds` trees with at least `leaves` rows in a leaf. */
export interface Workload {
  readonly rounds: number;
  readonly leaves: number;
  readonly bins: number;
}

/** A contender that also tells how well it predicts the held-out rows. */
export interface Trained extends Contender {
  /** Of the run made last. */
  auc(): number;
}

/** Boosted trees with what the peers are given too: learning rate 0.1, L2 1, least child weight 1, all rows and features. */
export function ourTrees(task: TrainTask, { rounds, leaves }: Workload, threads: number): Trained {
  return ours('linkloop', task, () =>
    boostedTreesClassifier.fit(task.learned, {
      rounds,
      maxLeaves: leaves,
      learningRate: 0.1,
      l2: 1,
      minChildWeight: 1,
      featureShare: 1,
      holdOut: 0,
      maxBins: 254,
      threads,
    }),
  );
}

/** A random forest with the leaves of the peer's. */
export function ourForest(task: TrainTask, { rounds, leaves }: Workload, threads: number): Trained {
  return ours('linkloop', task, () =>
    randomForestClassifier.fit(task.learned, { trees: rounds, minLeafRows: leaves, threads }),
  );
}

function ours(name: string, { heldOut }: TrainTask, train: () => Promise<Model>): Trained {
  let model: Model | undefined;
  return {
    name,
    run: () =>
      timed(async () => {
        model = await train();
      }),
    auc: () => metricValue(aucMetric, heldOut.target, model!.rawScores(heldOut)),
  };
}

/** A fit by bench/peers/train.py. */
export function theirs(name: string, call: string, peer: PythonPeer, workload: Workload): Trained {
  let last = Number.NaN;
  return {
    name,
    async run() {
      const { auc, ...sample } = await peer.call<Sample & { auc: number }>('fit', {
        name: call,
        ...workload,
      });
      last = auc;
      return sample;
    },
    auc: () => last,
  };
}
