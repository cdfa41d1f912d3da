import { addFour, addFourInRow, addOne, gather, subtract } from './histogram';
import {
  descriptorBytes,
  featureBinCount,
  featureBins,
  featureCategorical,
  featureColumn,
  featureDirection,
  featureHistogram,
  foundBin,
  foundBytes,
  jobBlockRows,
  jobCount,
  jobDescriptors,
  jobFeatureCount,
  jobFeatures,
  jobInRow,
  jobLarge,
  jobPairs,
  jobRows,
  jobRules,
  jobScratch,
  jobScratchBytes,
  jobSmall,
  jobStart,
  jobStride,
  nodeFound,
  nodeHistogram,
  nodeOpen,
  ruleL2,
} from './job';
import { searchBoundedThreshold, searchThreshold } from './search';
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
 * the parent's, and the best split of each child for each feature. For the root only the smaller child is given.
 */
export function divideNode(thread: u32, threads: u32, job: usize): void {
  const featureCount = load<u32>(job + jobFeatureCount);
  const from = shareStart(featureCount, thread, threads, 4);
  const to = shareStart(featureCount, thread + 1, threads, 4);
  if (from == to) return;
  const scratch = <usize>load<u32>(job + jobScratch) + <usize>load<u32>(job + jobScratchBytes) * thread;
  const small = job + jobSmall;
  const large = job + jobLarge;
  const smallHistogram = <usize>load<u32>(small + nodeHistogram);
  const largeHistogram = <usize>load<u32>(large + nodeHistogram);
  for (let index = from; index < to; index++) {
    const descriptor = descriptorOf(job, index);
    const histogram = smallHistogram + load<u32>(descriptor + featureHistogram);
    memory.fill(histogram, 0, <usize>load<u32>(descriptor + featureBinCount) << 4);
  }
  build(job, from, to, smallHistogram, scratch);
  const subtracts = load<u32>(large + nodeOpen) != 0;
  for (let index = from; index < to; index++) {
    const descriptor = descriptorOf(job, index);
    const at = load<u32>(descriptor + featureHistogram);
    if (subtracts) subtract(largeHistogram + at, smallHistogram + at, load<u32>(descriptor + featureBinCount));
    search(job, small, descriptor, index, smallHistogram + at, scratch);
    search(job, large, descriptor, index, largeHistogram + at, scratch);
  }
}

function build(job: usize, from: u32, to: u32, histograms: usize, scratch: usize): void {
  const rows = <usize>load<u32>(job + jobRows);
  const start = load<u32>(job + jobStart);
  const end = start + load<u32>(job + jobCount);
  const pairs = <usize>load<u32>(job + jobPairs);
  const stride = load<u32>(job + jobStride);
  const block = load<u32>(job + jobBlockRows);
  const inRow = load<u32>(job + jobInRow) != 0;
  const offsets = scratch + (<usize>block << 4);
  for (let first = start; first < end; first += block) {
    const count = min<u32>(block, end - first);
    // Whole eights go in row; what is left over goes the way of all others.
    const together = inRow ? count & ~7 : 0;
    if (together < count) gather(rows, first + together, count - together, pairs, stride, scratch, offsets);
    let index = from;
    for (; index + 4 <= to; index += 4) {
      const a = descriptorOf(job, index);
      const b = descriptorOf(job, index + 1);
      const c = descriptorOf(job, index + 2);
      const d = descriptorOf(job, index + 3);
      const histogramA = histograms + load<u32>(a + featureHistogram);
      const histogramB = histograms + load<u32>(b + featureHistogram);
      const histogramC = histograms + load<u32>(c + featureHistogram);
      const histogramD = histograms + load<u32>(d + featureHistogram);
      if (together > 0)
        addFourInRow(
          together,
          pairs + (<usize>first << 4),
          <usize>load<u32>(a + featureColumn) + first,
          <usize>load<u32>(b + featureColumn) + first,
          <usize>load<u32>(c + featureColumn) + first,
          <usize>load<u32>(d + featureColumn) + first,
          histogramA,
          histogramB,
          histogramC,
          histogramD,
        );
      if (together < count)
        addFour(
          count - together,
          scratch,
          offsets,
          load<u32>(a + featureBins),
          load<u32>(b + featureBins),
          load<u32>(c + featureBins),
          load<u32>(d + featureBins),
          histogramA,
          histogramB,
          histogramC,
          histogramD,
        );
    }
    if (index < to && together > 0) gather(rows, first, count, pairs, stride, scratch, offsets);
    for (; index < to; index++) {
      const descriptor = descriptorOf(job, index);
      const histogram = histograms + load<u32>(descriptor + featureHistogram);
      addOne(count, scratch, offsets, load<u32>(descriptor + featureBins), histogram);
    }
  }
}

function search(job: usize, node: usize, descriptor: usize, index: u32, histogram: usize, scratch: usize): void {
  const open = load<u32>(node + nodeOpen);
  if (open == 0) return;
  const binCount = load<u32>(descriptor + featureBinCount);
  const found = <usize>load<u32>(node + nodeFound) + <usize>index * foundBytes;
  const rules = job + jobRules;
  const direction = load<i32>(descriptor + featureDirection);
  if (binCount < 2) store<u32>(found + foundBin, 0);
  else if (load<u32>(descriptor + featureCategorical) != 0)
    searchSubset(histogram, binCount, node, rules, scratch, found);
  else if (open == 1 && direction == 0)
    searchThreshold(histogram, binCount, node, load<f64>(rules + ruleL2), found);
  else searchBoundedThreshold(histogram, binCount, node, load<f64>(rules + ruleL2), direction, found);
}
