import { gatherBins, gatherChosenBins, gatherPairs } from './gather';
import { addGroup, subtract } from './histogram';
import {
  descriptorBytes,
  featureBinCount,
  featureCategorical,
  featureDirection,
  foundBin,
  foundBytes,
  foundGain,
  foundIndex,
  histogramBytes,
  jobBlockRows,
  jobCount,
  jobDescriptors,
  jobFeatureCount,
  jobFeatures,
  jobLarge,
  jobPairs,
  jobPlan,
  jobRowMajor,
  jobRows,
  jobRules,
  jobScratch,
  jobScratchBytes,
  jobSmall,
  jobStart,
  jobStride,
  jobWhole,
  jobWords,
  jobWordsBytes,
  nodeConsidered,
  nodeFound,
  nodeHistogram,
  nodeOpen,
  ruleL2,
} from './job';
import { locateThreshold, searchBoundedThreshold, thresholdGain } from './search';
import { shareStart } from './share';
import { searchSubset } from './subset';

// @ts-ignore: decorator
@inline
function descriptorOf(job: usize, index: u32): usize {
  const feature = load<u32>(<usize>load<u32>(job + jobFeatures) + (<usize>index << 2));
  return <usize>load<u32>(job + jobDescriptors) + <usize>feature * descriptorBytes;
}

/**
 * This thread's features of a division: histograms of the smaller child, those of the larger one by subtraction from
 * the parent's, and the best split of each child. For the root only the smaller child is given.
 */
export function divideNode(thread: u32, threads: u32, job: usize): void {
  const featureCount = load<u32>(job + jobFeatureCount);
  const groups = (featureCount + 3) >> 2;
  const fromGroup = shareStart(groups, thread, threads, 1);
  const toGroup = shareStart(groups, thread + 1, threads, 1);
  const from: u32 = 4 * fromGroup;
  const to = min<u32>(4 * toGroup, featureCount);
  const small = job + jobSmall;
  const large = job + jobLarge;
  const smallHistogram = <usize>load<u32>(small + nodeHistogram);
  const scratch = <usize>load<u32>(job + jobScratch) + <usize>load<u32>(job + jobScratchBytes) * thread;
  for (let index = from; index < to; index++)
    memory.fill(
      smallHistogram + <usize>index * histogramBytes,
      0,
      <usize>load<u32>(descriptorOf(job, index) + featureBinCount) << 4,
    );
  if (from < to) build(job, fromGroup, toGroup, smallHistogram, scratch);
  if (load<u32>(large + nodeOpen) != 0) {
    const largeHistogram = <usize>load<u32>(large + nodeHistogram);
    for (let index = from; index < to; index++) {
      const at = <usize>index * histogramBytes;
      subtract(largeHistogram + at, smallHistogram + at, load<u32>(descriptorOf(job, index) + featureBinCount));
    }
    search(thread, job, large, from, to, scratch);
  }
  if (load<u32>(small + nodeOpen) != 0) search(thread, job, small, from, to, scratch);
}

/** Fills the histograms of some groups of features with a node's rows, block by block so that a block stays in the cache. */
function build(job: usize, fromGroup: u32, toGroup: u32, histograms: usize, scratch: usize): void {
  const start = load<u32>(job + jobStart);
  const end = start + load<u32>(job + jobCount);
  const block = load<u32>(job + jobBlockRows);
  const words = <usize>load<u32>(job + jobWords);
  const wordsBytes = <usize>load<u32>(job + jobWordsBytes);
  const pairs = <usize>load<u32>(job + jobPairs);
  const rowMajor = <usize>load<u32>(job + jobRowMajor);
  const stride = load<u32>(job + jobStride);
  const whole = load<u32>(job + jobWhole) != 0;
  const planOf = <usize>load<u32>(job + jobPlan);
  const runs = scratch + (<usize>block << 4);
  const runBytes = <usize>block << 2;
  const firstSixteen: u32 = fromGroup >> 2;
  for (let first = start; first < end; first += block) {
    const count = min<u32>(block, end - first);
    if (whole) {
      for (let group = fromGroup; group < toGroup; group++)
        addGroup(
          count,
          pairs + (<usize>first << 4),
          words + <usize>group * wordsBytes + (<usize>first << 2),
          histograms + <usize>group * (4 * histogramBytes),
        );
      continue;
    }
    const rows = <usize>load<u32>(job + jobRows) + (<usize>first << 2);
    gatherPairs(rows, count, pairs, scratch);
    for (let sixteen = firstSixteen; (sixteen << 2) < toGroup; sixteen++) {
      const to = runs + <usize>(4 * (sixteen - firstSixteen)) * runBytes;
      if (planOf == 0) gatherBins(rows, count, rowMajor + (<usize>sixteen << 4), stride, to, runBytes);
      else {
        const plan = planOf + <usize>load<u32>(planOf + (<usize>sixteen << 2));
        gatherChosenBins(rows, count, rowMajor, stride, plan, to, runBytes);
      }
    }
    for (let group = fromGroup; group < toGroup; group++)
      addGroup(
        count,
        scratch,
        runs + <usize>(group - 4 * firstSixteen) * runBytes,
        histograms + <usize>group * (4 * histogramBytes),
      );
  }
}

/** Writes the best split of this thread's features; ties go to the first. */
function search(thread: u32, job: usize, node: usize, from: u32, to: u32, scratch: usize): void {
  const found = <usize>load<u32>(node + nodeFound) + <usize>thread * foundBytes;
  const histograms = <usize>load<u32>(node + nodeHistogram);
  const rules = job + jobRules;
  const l2 = load<f64>(rules + ruleL2);
  const bounded = load<u32>(node + nodeOpen) == 2;
  const considered = <usize>load<u32>(node + nodeConsidered);
  store<u32>(found + foundBin, 0);
  let best = -Infinity;
  // A threshold is located only when it turned out to be the best of all.
  let located = true;
  for (let index = from; index < to; index++) {
    const descriptor = descriptorOf(job, index);
    const binCount = load<u32>(descriptor + featureBinCount);
    const direction = load<i32>(descriptor + featureDirection);
    const histogram = histograms + <usize>index * histogramBytes;
    if (binCount < 2 || (considered != 0 && load<u8>(considered + index) == 0)) continue;
    if (load<u32>(descriptor + featureCategorical) != 0) {
      if (!searchSubset(histogram, binCount, node, rules, scratch, best, found)) continue;
    } else if (bounded || direction != 0) {
      if (!searchBoundedThreshold(histogram, binCount, node, l2, direction, best, found)) continue;
    } else {
      const gain = thresholdGain(histogram, binCount, node, l2);
      if (gain <= best) continue;
      best = gain;
      located = false;
      store<u32>(found + foundIndex, index);
      continue;
    }
    best = load<f64>(found + foundGain);
    located = true;
    store<u32>(found + foundIndex, index);
  }
  if (located) return;
  const index = load<u32>(found + foundIndex);
  const binCount = load<u32>(descriptorOf(job, index) + featureBinCount);
  locateThreshold(histograms + <usize>index * histogramBytes, binCount, node, l2, found);
}
