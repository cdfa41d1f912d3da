import { below, bootstrap, startOf } from './draw';
import {
  areaActive,
  areaBest,
  areaCounts,
  areaFlags,
  areaFirstFound,
  areaGathered,
  areaHistogram,
  areaList,
  areaMasks,
  areaMoved,
  areaNode,
  areaNodeCount,
  areaNodes,
  areaOrder,
  areaPairs,
  areaRandom,
  areaRows,
  areaScratch,
  areaSecondFound,
  areaSeed,
  areaStack,
  forestAreaBytes,
  forestAreas,
  forestBootstrap,
  forestColumnBytes,
  forestColumns,
  forestDescriptors,
  forestFeatureCount,
  forestFeaturesPerNode,
  forestGradientConstant,
  forestHessianConstant,
  forestHessianUnit,
  forestMaxDepth,
  forestMinChildWeight,
  forestMinSplitWeight,
  forestRandomThresholds,
  forestRowCount,
  forestRules,
  forestTarget,
  forestWeights,
  grownBin,
  grownBytes,
  grownDepth,
  grownEnd,
  grownFeature,
  grownGain,
  grownGradient,
  grownHessian,
  grownLeft,
  grownMissingLeft,
  grownStart,
} from './forestJob';
import { bestSparseThreshold, randomSparseSubset, randomSparseThreshold } from './forestSearch';
import { gatherPairs } from './gather';
import {
  descriptorBytes,
  featureBinCount,
  featureCategorical,
  foundBin,
  foundGain,
  foundGradient,
  foundHessian,
  foundIndex,
  foundMask,
  foundSide,
  foundSomeMissing,
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

/** Grows this thread's tree, depth first. */
export function growForestTree(thread: u32, threads: u32, job: usize): void {
  const area = <usize>load<u32>(job + forestAreas) + <usize>load<u32>(job + forestAreaBytes) * thread;
  if (load<u32>(area + areaActive) == 0) return;
  const rows = <usize>load<u32>(area + areaRows);
  const nodes = <usize>load<u32>(area + areaNodes);
  const stack = <usize>load<u32>(area + areaStack);
  const count = begin(job, area);
  const sum = sumOf(rows, count, load<u32>(area + areaPairs));
  const maxDepth = load<u32>(job + forestMaxDepth);
  let nodeCount: u32 = 0;
  addNode(nodes, 0, count, 0, f64x2.extract_lane(sum, 0), f64x2.extract_lane(sum, 1));
  nodeCount++;
  store<u32>(stack, 0);
  let open: u32 = 1;
  while (open > 0) {
    open--;
    const index = load<u32>(stack + (<usize>open << 2));
    const node = nodes + <usize>index * grownBytes;
    if (load<u32>(node + grownDepth) >= maxDepth || !searchNode(job, area, node)) continue;
    const start = load<u32>(node + grownStart);
    const end = load<u32>(node + grownEnd);
    const middle = divide(job, area, node, index);
    const left = nodes + <usize>nodeCount * grownBytes;
    const depth = load<u32>(node + grownDepth) + 1;
    const best = <usize>load<u32>(area + areaBest);
    const gradient = load<f64>(best + foundGradient);
    const hessian = load<f64>(best + foundHessian);
    addNode(left, start, middle, depth, gradient, hessian);
    addNode(
      left + grownBytes,
      middle,
      end,
      depth,
      load<f64>(node + grownGradient) - gradient,
      load<f64>(node + grownHessian) - hessian,
    );
    store<u32>(node + grownLeft, nodeCount);
    store<u32>(stack + (<usize>open << 2), nodeCount + 1);
    store<u32>(stack + (<usize>(open + 1) << 2), nodeCount);
    open += 2;
    nodeCount += 2;
  }
  store<u32>(area + areaNodeCount, nodeCount);
}

/** Draws the rows, writes their pairs, and returns how many there are. */
function begin(job: usize, area: usize): u32 {
  const rowCount = load<u32>(job + forestRowCount);
  const seed = load<u32>(area + areaSeed);
  const rows = <usize>load<u32>(area + areaRows);
  const counts = <usize>load<u32>(area + areaCounts);
  const pairs = <usize>load<u32>(area + areaPairs);
  const target = <usize>load<u32>(job + forestTarget);
  const weights = <usize>load<u32>(job + forestWeights);
  const gradientConstant = load<f64>(job + forestGradientConstant);
  const hessianConstant = load<f64>(job + forestHessianConstant);
  const hessianUnit = load<f64>(job + forestHessianUnit);
  if (load<u32>(job + forestBootstrap) != 0) {
    store<u32>(area + areaRandom, startOf(seed));
    bootstrap(counts, rowCount, area + areaRandom);
  } else memory.fill(counts, 1, rowCount);
  let count: u32 = 0;
  for (let row: u32 = 0; row < rowCount; row++) {
    const times = load<u8>(counts + row);
    const weight = weights == 0 ? 1 : load<f64>(weights + (<usize>row << 3));
    const hessian = weight * <f64>times;
    const gradient = -load<f64>(target + (<usize>row << 3)) * hessian;
    const rounded = hessian + hessianConstant - hessianConstant;
    store<f64>(pairs + (<usize>row << 4), gradient + gradientConstant - gradientConstant);
    store<f64>(pairs + (<usize>row << 4), hessian > 0 && rounded == 0 ? hessianUnit : rounded, 8);
    store<u32>(rows + (<usize>count << 2), row);
    count += u32(times > 0);
  }
  // The splits' random numbers are not those of the rows.
  store<u32>(area + areaRandom, startOf(seed ^ 0x5bd1e995));
  const order = <usize>load<u32>(area + areaOrder);
  const featureCount = load<u32>(job + forestFeatureCount);
  for (let feature: u32 = 0; feature < featureCount; feature++) store<u32>(order + (<usize>feature << 2), feature);
  memory.fill(area + areaFlags, 0, 256);
  memory.fill(area + areaHistogram, 0, 4096);
  return count;
}

function sumOf(rows: usize, count: u32, pairs: usize): v128 {
  let sum = f64x2.splat(0);
  for (const end = rows + (<usize>count << 2); rows < end; rows += 4)
    sum = f64x2.add(sum, v128.load(pairs + (<usize>load<u32>(rows) << 4)));
  return sum;
}

function addNode(node: usize, start: u32, end: u32, depth: u32, gradient: f64, hessian: f64): void {
  store<i32>(node + grownFeature, -1);
  store<u32>(node + grownBin, 0);
  store<u32>(node + grownMissingLeft, 0);
  store<i32>(node + grownLeft, -1);
  store<u32>(node + grownStart, start);
  store<u32>(node + grownEnd, end);
  store<u32>(node + grownDepth, depth);
  store<f64>(node + grownGain, 0);
  store<f64>(node + grownGradient, gradient);
  store<f64>(node + grownHessian, hessian);
}

function isPure(rows: usize, start: u32, end: u32, target: usize): bool {
  const first = load<f64>(target + (<usize>load<u32>(rows + (<usize>start << 2)) << 3));
  for (let index = start + 1; index < end; index++)
    if (load<f64>(target + (<usize>load<u32>(rows + (<usize>index << 2)) << 3)) != first) return false;
  return true;
}

/** Looks for the best split among features drawn for the node; writes it to the area's best record. */
function searchNode(job: usize, area: usize, grown: usize): bool {
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

/** Writes the best split into the node and divides its rows; returns where the right ones begin. */
function divide(job: usize, area: usize, grown: usize, index: u32): u32 {
  const best = <usize>load<u32>(area + areaBest);
  const feature = load<u32>(best + foundIndex);
  const descriptor = <usize>load<u32>(job + forestDescriptors) + <usize>feature * descriptorBytes;
  const column = <usize>load<u32>(job + forestColumns) + <usize>feature * load<u32>(job + forestColumnBytes);
  const categorical = load<u32>(descriptor + featureCategorical) != 0;
  const bin = load<u32>(best + foundBin);
  const leftHessian = load<f64>(best + foundHessian);
  // Where nothing was missing, later missing values follow the majority.
  const missingLeft = categorical
    ? load<u8>(best + foundMask) == 1
    : load<u32>(best + foundSomeMissing) != 0
      ? load<u32>(best + foundSide) == 1
      : leftHessian >= load<f64>(grown + grownHessian) - leftHessian;
  store<u32>(grown + grownFeature, feature);
  store<u32>(grown + grownBin, categorical ? 0 : bin);
  store<u32>(grown + grownMissingLeft, u32(missingLeft));
  store<f64>(grown + grownGain, load<f64>(best + foundGain));
  const start = load<u32>(grown + grownStart);
  const end = load<u32>(grown + grownEnd);
  const rows = <usize>load<u32>(area + areaRows) + (<usize>start << 2);
  const moved = <usize>load<u32>(area + areaMoved);
  if (!categorical) {
    const shift = u32(!missingLeft);
    return start + splitColumn(rows, moved, end - start, column, shift, bin + 1 - shift);
  }
  const goesLeft = best + foundMask;
  const mask = <usize>load<u32>(area + areaMasks) + <usize>index * 32;
  memory.fill(mask, 0, 32);
  const binCount = load<u32>(descriptor + featureBinCount);
  for (let each: u32 = 0; each < binCount; each++) {
    const at = mask + (each >> 3);
    store<u8>(at, load<u8>(at) | (load<u8>(goesLeft + each) << <u8>(each & 7)));
  }
  return start + splitColumnBySubset(rows, moved, end - start, column, goesLeft);
}

/** Few words are moved sooner than the memory's own copy begins. */
// @ts-ignore: decorator
@inline
function copyWords(to: usize, from: usize, end: usize): void {
  if (end - from > 256) memory.copy(to, from, end - from);
  else for (; from < end; from += 4, to += 4) store<u32>(to, load<u32>(from));
}

/** As in partition.ts, for a column of one byte per row. */
function splitColumn(rows: usize, moved: usize, count: u32, column: usize, shift: u32, limit: u32): u32 {
  const last = rows + (<usize>count << 2);
  let left = rows;
  let right = moved;
  for (let at = rows; at < last; at += 4) {
    const row = load<u32>(at);
    const side = <usize>(<u32>load<u8>(column + row) - shift < limit);
    store<u32>(left, row);
    store<u32>(right, row);
    left += side << 2;
    right += (side ^ 1) << 2;
  }
  copyWords(left, moved, right);
  return <u32>((left - rows) >> 2);
}

function splitColumnBySubset(rows: usize, moved: usize, count: u32, column: usize, goesLeft: usize): u32 {
  const last = rows + (<usize>count << 2);
  let left = rows;
  let right = moved;
  for (let at = rows; at < last; at += 4) {
    const row = load<u32>(at);
    const side = <usize>load<u8>(goesLeft + load<u8>(column + row));
    store<u32>(left, row);
    store<u32>(right, row);
    left += side << 2;
    right += (side ^ 1) << 2;
  }
  copyWords(left, moved, right);
  return <u32>((left - rows) >> 2);
}
