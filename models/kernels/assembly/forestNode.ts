import { below } from './draw';
import {
  areaBest,
  areaFirstFound,
  areaFlags,
  areaGathered,
  areaHistogram,
  areaList,
  areaNode,
  areaOrder,
  areaPairs,
  areaRandom,
  areaRows,
  areaScratch,
  areaSecondFound,
  forestColumnBytes,
  forestColumns,
  forestDescriptors,
  forestFeatureCount,
  forestFeaturesPerNode,
  forestMinChildWeight,
  forestMinSplitWeight,
  forestRandomThresholds,
  forestRules,
  forestTarget,
  grownEnd,
  grownGradient,
  grownHessian,
  grownStart,
} from './forestJob';
import { bestSparseThreshold, randomSparseSubset, randomSparseThreshold } from './forestSearch';
import { gatherPairs } from './gather';
import {
  descriptorBytes,
  featureBinCount,
  featureCategorical,
  foundGain,
  foundIndex,
  nodeFloor,
  nodeGradient,
  nodeHessian,
  nodeHigh,
  nodeLow,
  nodeMinWeight,
  nodeOffset,
  nodeParent,
  nodeSlope,
  nodeToBeat,
  nodeWhole,
  ruleMinGain,
} from './job';
import { nodeValue, reduction } from './search';
import { addRows, clear, listPresent, takePresent } from './sparseHistogram';
import { searchSubset } from './subset';

// The oracle of all this is models/boosting/plainForest.ts.

const noiseShare: f64 = 1e-12;

function isPure(rows: usize, start: u32, end: u32, target: usize): bool {
  const first = load<f64>(target + (<usize>load<u32>(rows + (<usize>start << 2)) << 3));
  for (let index = start + 1; index < end; index++)
    if (load<f64>(target + (<usize>load<u32>(rows + (<usize>index << 2)) << 3)) != first) return false;
  return true;
}

/** Looks for the best split among features drawn for the node; writes it to the area's best record. */
export function searchNode(job: usize, area: usize, grown: usize): bool {
  const gradient = load<f64>(grown + grownGradient);
  const hessian = load<f64>(grown + grownHessian);
  const minChildWeight = load<f64>(job + forestMinChildWeight);
  if (hessian < load<f64>(job + forestMinSplitWeight) || hessian < 2 * minChildWeight) return false;
  const start = load<u32>(grown + grownStart);
  const end = load<u32>(grown + grownEnd);
  const rows = <usize>load<u32>(area + areaRows);
  if (isPure(rows, start, end, load<u32>(job + forestTarget))) return false;

  const node = area + areaNode;
  const rules = job + forestRules;
  const parent = reduction(gradient, hessian, 0, nodeValue(gradient, hessian, 0, -Infinity, Infinity));
  const toBeat = parent + load<f64>(rules + ruleMinGain) + noiseShare * abs(parent);
  const fixed = (gradient * gradient) / hessian;
  store<f64>(node + nodeGradient, gradient);
  store<f64>(node + nodeHessian, hessian);
  store<f64>(node + nodeMinWeight, minChildWeight);
  store<f64>(node + nodeToBeat, toBeat);
  store<f64>(node + nodeParent, parent);
  store<f64>(node + nodeLow, -Infinity);
  store<f64>(node + nodeHigh, Infinity);
  store<f64>(node + nodeWhole, hessian);
  store<f64>(node + nodeSlope, gradient / hessian);
  store<f64>(node + nodeFloor, max((toBeat - fixed) / hessian, 0));
  store<f64>(node + nodeOffset, fixed - parent);

  const count = end - start;
  const firstRow = rows + (<usize>start << 2);
  const gathered = <usize>load<u32>(area + areaGathered);
  gatherPairs(firstRow, count, load<u32>(area + areaPairs), gathered);
  const order = <usize>load<u32>(area + areaOrder);
  const featureCount = load<u32>(job + forestFeatureCount);
  const wanted = load<u32>(job + forestFeaturesPerNode);
  const histogram = area + areaHistogram;
  const flags = area + areaFlags;
  const list = area + areaList;
  const taken = area + areaScratch;
  const random = load<u32>(job + forestRandomThresholds) != 0;
  // The record to write to and the one of the best so far change places.
  let found = area + areaFirstFound;
  let best = area + areaSecondFound;
  let visited: u32 = 0;
  let bestGain = -Infinity;
  for (let at: u32 = 0; at < featureCount && visited < wanted; at++) {
    const feature = draw(order, at, featureCount, area + areaRandom);
    const descriptor = <usize>load<u32>(job + forestDescriptors) + <usize>feature * descriptorBytes;
    const binCount = load<u32>(descriptor + featureBinCount);
    const column = <usize>load<u32>(job + forestColumns) + <usize>feature * load<u32>(job + forestColumnBytes);
    addRows(firstRow, count, gathered, column, histogram, flags);
    const dense = random || load<u32>(descriptor + featureCategorical) != 0;
    const present = dense
      ? listPresent(flags, binCount, list)
      : takePresent(histogram, flags, binCount, list, taken);
    if (present > 1) {
      visited++;
      const better = dense
        ? searchDense(job, area, descriptor, present, bestGain, found)
        : bestSparseThreshold(list, taken, present, area + areaNode, bestGain, found);
      if (better) {
        bestGain = load<f64>(found + foundGain);
        store<u32>(found + foundIndex, feature);
        const next = best;
        best = found;
        found = next;
      }
    }
    if (dense) clear(histogram, flags, list, present);
  }
  store<u32>(area + areaBest, <u32>best);
  return bestGain > -Infinity;
}

/** One step of a shuffle of the features. */
function draw(order: usize, at: u32, featureCount: u32, random: usize): u32 {
  const here = order + (<usize>at << 2);
  const there = order + (<usize>(at + below(random, featureCount - at)) << 2);
  const feature = load<u32>(there);
  store<u32>(there, load<u32>(here));
  store<u32>(here, feature);
  return feature;
}

/** Categories, and thresholds that are drawn: the histogram is still in its place. */
function searchDense(job: usize, area: usize, descriptor: usize, present: u32, toBeat: f64, found: usize): bool {
  const histogram = area + areaHistogram;
  const node = area + areaNode;
  const scratch = area + areaScratch;
  const state = area + areaRandom;
  const random = load<u32>(job + forestRandomThresholds) != 0;
  const binCount = load<u32>(descriptor + featureBinCount);
  if (load<u32>(descriptor + featureCategorical) == 0)
    return randomSparseThreshold(histogram, area + areaList, present, node, state, toBeat, found);
  return random
    ? randomSparseSubset(histogram, binCount, node, state, toBeat, found, scratch)
    : searchSubset(histogram, binCount, node, job + forestRules, scratch, toBeat, found);
}
