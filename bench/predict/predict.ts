import { boostedTreesClassifier } from '../../models/boostedTrees.ts';
import { type BoostedTreesData, boostedTreesModel } from '../../models/boosting/boostedTreesModel.ts';
import type { Bench } from '../bench.ts';
import { type Contender, type Measurement, measureInTurns, ratio, spread } from '../measure.ts';
import { timesSection } from '../report.ts';
import { linearAndNeural } from './compareOthers.ts';
import { treeContenders } from './compareTrees.ts';
import { openOnnx } from './openOnnx.ts';
import { askPeers, openPredictPeers } from './predictPeers.ts';
import {
  featureCount,
  featureNames,
  type PredictTask,
  predictTask,
  type SharedForest,
} from './predictTask.ts';

const leaves = 31;

/** `npm run bench -- predict` */
export const predictBench: Bench = {
  id: 'predict',
  summary:
    'a row, a batch and reasons of 200 trees of 31 leaves over 40 features; a row of linear and neural',
  async run(setting) {
    const { quick, signal, note } = setting;
    const rounds = quick ? 20 : 200;
    const counts = quick ? { rows: 100, reasons: 10 } : { rows: 1000, reasons: 50 };
    const task = predictTask(quick ? 2000 : 20_000);
    const peers = await openPredictPeers(task, { rounds, leaves }, setting);
    const shared = peers?.shared ?? (await ownForest(task, rounds));
    const onnx = await openOnnx(shared, featureCount);
    if (onnx === undefined) note('onnxruntime-node is not installed: it takes no part.');
    try {
      const data = treesData(shared);
      if (peers?.shared !== undefined)
        checkEqual(boostedTreesModel(data).rawScores(task.dataset), peers.shared.scores);
      const peer = askPeers(peers);
      const trees = treeContenders(data, task, peer, onnx, counts);
      const others = await linearAndNeural(task, peer, counts.rows, signal);
      const measure = async (title: string, contenders: readonly (Contender | undefined)[]) => {
        note(title);
        const present = contenders.filter((contender) => contender !== undefined);
        return measureInTurns(present, { rounds: quick ? 3 : 11, warmUps: 2, signal });
      };
      const row = await measure('single rows', trees.row);
      const batch = await measure('batches', trees.batch);
      const reasons = await measure('reasons', trees.reasons);
      const linear = await measure('linear', others.linear);
      const neural = await measure('neural', others.neural);
      return {
        figures: {
          rowMicroseconds: micro(row[0]!),
          objectRowMicroseconds: micro(row[1]!),
          plainRowMicroseconds: micro(row[2]!),
          rowRatioToXgboost: ratioTo(row, 'XGBoost'),
          rowRatioToLightgbm: ratioTo(row, 'LightGBM'),
          rowRatioToSklearn: ratioTo(row, 'scikit-learn'),
          rowRatioToOnnxruntime: ratioTo(row, 'onnxruntime'),
          batchRowMicroseconds: micro(batch[0]!),
          batchRatioToXgboost: ratioTo(batch, 'XGBoost'),
          batchRatioToLightgbm: ratioTo(batch, 'LightGBM'),
          batchRatioToSklearn: ratioTo(batch, 'scikit-learn'),
          batchRatioToOnnxruntime: ratioTo(batch, 'onnxruntime'),
          shapMilliseconds: micro(reasons[0]!) / 1000,
          explainRowMilliseconds: micro(reasons[1]!) / 1000,
          shapRatioToXgboost: ratioTo(reasons, 'XGBoost'),
          shapRatioToLightgbm: ratioTo(reasons, 'LightGBM'),
          linearRowMicroseconds: micro(linear[0]!),
          linearRatioToSklearn: ratioTo(linear, 'scikit-learn'),
          neuralRowMicroseconds: micro(neural[0]!),
          neuralRatioToSklearn: ratioTo(neural, 'scikit-learn'),
          peers: peers?.versions ?? null,
        },
        sections: [
          timesSection(`One row through ${rounds} trees of ${leaves} leaves, microseconds`, row, 1e6),
          timesSection('A row of a batch at one thread, microseconds', batch, 1e6),
          timesSection('Reasons (path-dependent TreeSHAP) of one row, microseconds', reasons, 1e6),
          timesSection('One row of a linear model, microseconds', linear, 1e6),
          timesSection('One row of a network, microseconds', neural, 1e6),
        ],
      };
    } finally {
      peers?.peer.close();
      await onnx?.close();
    }
  },
};

const treesData = ({ forest, baseScore }: SharedForest): BoostedTreesData => ({
  kind: 'boosted-trees',
  loss: 'logistic',
  features: featureNames.map((name) => ({ kind: 'numeric', name })),
  baseScore,
  forest,
});

/** Trees of this project, where there is no XGBoost to share any. */
async function ownForest({ dataset }: PredictTask, rounds: number): Promise<SharedForest> {
  const model = await boostedTreesClassifier.fit(dataset, { rounds, maxLeaves: leaves, holdOut: 0 });
  return model.data as BoostedTreesData;
}

/** They add in single precision, we in double. */
function checkEqual(ours: Float64Array, theirs: Float64Array): void {
  ours.forEach((score, row) => {
    if (!(Math.abs(score - theirs[row]!) < 1e-4))
      throw new Error(
        `Row ${row} scores ${score}, but ${theirs[row]} in XGBoost: the trees are not the same.`,
      );
  });
}

const micro = (measurement: Measurement) => spread(measurement).median * 1e6;

/** Our time over that of the first whose name starts so; null when it takes no part. */
function ratioTo(measurements: readonly Measurement[], start: string): number | null {
  const peer = measurements.find(({ name }) => name.startsWith(start));
  return peer === undefined ? null : ratio(measurements[0]!, peer);
}
