import type { Bench, BenchSetting } from '../bench.ts';
import { findPeers, missingPeers, type PeerPackage, type PeerPython } from '../peers.ts';
import { openPythonPeer } from '../pythonPeer.ts';
import { asGood, aucs, type Comparison, compare, comparisonSection, ratioTo } from './comparison.ts';
import { growthSection, measureGrowth } from './growth.ts';
import { ourForest, ourTrees, type Trained, theirs, type Workload } from './trainContenders.ts';
import { type TrainTask, trainTask } from './trainTask.ts';

const packages = ['numpy', 'xgboost', 'lightgbm', 'sklearn'] as const;
/** By the name of the package and of the function of bench/peers/train.py. */
const names = { xgboost: 'XGBoost', lightgbm: 'LightGBM', sklearn: 'scikit-learn' } as const;
type BoostingPeer = keyof typeof names;
const boostingPeers = Object.keys(names) as BoostingPeer[];

const boosting: Workload = { rounds: 200, leaves: 31, bins: 255 };
const forest: Workload = { rounds: 100, leaves: 1, bins: 255 };

/** `npm run bench -- train` */
export const trainBench: Bench = {
  id: 'train',
  summary:
    'boosted trees (80,000 and 800,000 rows x 40 floats, 200 rounds of 31 leaves) and forests, binning included',
  async run(setting) {
    const { quick, signal, note } = setting;
    const python = findPeers(packages);
    const missing = missingPeers(python, packages);
    if (missing !== undefined) note(missing);
    const rounds = quick ? 1 : 5;
    const rows = quick ? 8000 : 80_000;

    const table = trainTask(rows, 40);
    const trees = async (task: TrainTask, threads: number, runs: number, peers: readonly BoostingPeer[]) => {
      const workload = quick ? { ...boosting, rounds: 20 } : boosting;
      note(`boosting ${task.learned.rowCount} rows, ${threads} threads`);
      const ours = ourTrees(task, workload, threads);
      return against(ours, task, threads, { workload, runs, python, peers }, setting);
    };
    const one = await trees(table, 1, rounds, boostingPeers);
    const two = await trees(table, 2, rounds, boostingPeers);
    const many = await trees(trainTask(10 * rows, 40), 1, quick ? 1 : 3, ['xgboost']);

    const forestTask = trainTask(quick ? 2000 : 15_000, 20);
    const forestRun = async (threads: number) => {
      note(`forest, ${threads} threads`);
      const ours = ourForest(forestTask, forest, threads);
      const peers = [['forest', 'scikit-learn', 'sklearn']] as const;
      return against(ours, forestTask, threads, { workload: forest, runs: rounds, python, peers }, setting);
    };
    const forestOne = await forestRun(1);
    const forestTwo = await forestRun(2);

    note('growth');
    const growth = await measureGrowth(
      quick ? [1000, 10_000] : [10_000, 100_000, 1_000_000],
      quick ? { ...boosting, rounds: 20 } : boosting,
      signal,
    );
    const all: readonly [string, Comparison][] = [
      [`Boosting ${rows} rows at one thread, seconds`, one],
      [`Boosting ${rows} rows at two threads, seconds`, two],
      [`Boosting ${10 * rows} rows at one thread, seconds`, many],
      ['Forest of 100 trees at one thread, seconds', forestOne],
      ['Forest of 100 trees at two threads, seconds', forestTwo],
    ];
    return {
      figures: {
        ratioToXgboost1Thread: ratioTo(one, names.xgboost),
        ratioToLightgbm1Thread: ratioTo(one, names.lightgbm),
        ratioToSklearn1Thread: ratioTo(one, names.sklearn),
        ratioToXgboost2Threads: ratioTo(two, names.xgboost),
        ratioToLightgbm2Threads: ratioTo(two, names.lightgbm),
        ratioToSklearn2Threads: ratioTo(two, names.sklearn),
        ratioToXgboostManyRows: ratioTo(many, names.xgboost),
        forestRatioToSklearn: ratioTo(forestOne, names.sklearn),
        forestRatioToSklearn2Threads: ratioTo(forestTwo, names.sklearn),
        equalAuc: all.every(([, comparison]) => asGood(comparison)),
        auc: { boosting: aucs(one), manyRows: aucs(many), forest: aucs(forestOne) },
        growth,
        peers: python?.versions ?? null,
      },
      sections: [
        ...all.map(([title, comparison]) => comparisonSection(title, comparison)),
        growthSection(growth, boosting),
      ],
    };
  },
};

interface Match {
  readonly workload: Workload;
  readonly runs: number;
  readonly python: PeerPython | undefined;
  /** Functions of bench/peers/train.py, or those with the name to show and the package they need. */
  readonly peers: readonly (BoostingPeer | readonly [call: string, name: string, needs: PeerPackage])[];
}

/** Ours and the peers that are there fit in turns. */
async function against(
  ours: Trained,
  task: TrainTask,
  threads: number,
  { workload, runs, python, peers }: Match,
  { folder, signal }: BenchSetting,
): Promise<Comparison> {
  const present = peers
    .map((each) => (typeof each === 'string' ? ([each, names[each], each] as const) : each))
    .filter(([, , needs]) => python?.versions.numpy !== undefined && python.versions[needs] !== undefined);
  if (python === undefined || present.length === 0) return compare([ours], runs, 1, signal);
  const peer = openPythonPeer(python, 'train.py', threads);
  try {
    await peer.call('load', { ...task.write(folder), threads });
    const others = present.map(([call, name]) => theirs(name, call, peer, workload));
    return await compare([ours, ...others], runs, 1, signal);
  } finally {
    peer.close();
  }
}
