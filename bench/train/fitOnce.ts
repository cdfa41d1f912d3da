import { boostedTreesClassifier } from '../../models/boostedTrees.ts';
import { timed } from '../measure.ts';
import { trainTask } from './trainTask.ts';

/** What one fit in a process of its own took. */
export interface OneFit {
  readonly wall: number;
  readonly cpu: number;
  /** Of the process with the table in it, before and at the height of the fit, in MiB. */
  readonly residentBefore: number;
  readonly residentPeak: number;
}

const [rowCount, rounds, leaves, threads] = process.argv.slice(2).map(Number) as [
  number,
  number,
  number,
  number,
];
const { learned } = trainTask(rowCount, 40, 2);
const mebibytes = 2 ** 20;
const residentBefore = process.memoryUsage.rss() / mebibytes;
const { wall, cpu } = await timed(() =>
  boostedTreesClassifier.fit(learned, {
    rounds,
    maxLeaves: leaves,
    learningRate: 0.1,
    minChildWeight: 1,
    featureShare: 1,
    holdOut: 0,
    maxBins: 254,
    threads,
  }),
);
const residentPeak = process.resourceUsage().maxRSS / 1024;
process.send?.({ wall, cpu, residentBefore, residentPeak } satisfies OneFit);
