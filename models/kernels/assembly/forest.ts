import { bootstrap, startOf } from './draw';
import {
  areaActive,
  areaBest,
  areaCounts,
  areaFlags,
  areaHistogram,
  areaMasks,
  areaMoved,
  areaNodeCount,
  areaNodes,
  areaOrder,
  areaPairs,
  areaRandom,
  areaRows,
  areaSeed,
  areaStack,
  forestAreaBytes,
  forestAreas,
  forestBootstrap,
  forestColumnBytes,
  forestColumns,
  forestDescriptors,
  forestFeatureCount,
  forestGradientConstant,
  forestHessianConstant,
  forestHessianUnit,
  forestMaxDepth,
  forestRowCount,
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
import { searchNode } from './forestNode';
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
} from './job';
import { splitSubset, splitThreshold } from './splitRows';

// The oracle of all this is models/boosting/plainForest.ts.

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
  const count = load<u32>(grown + grownEnd) - start;
  const rows = <usize>load<u32>(area + areaRows) + (<usize>start << 2);
  const moved = <usize>load<u32>(area + areaMoved);
  if (!categorical) {
    const shift = u32(!missingLeft);
    return start + join(rows, moved, count, splitThreshold(rows, moved, count, column, 0, shift, bin + 1 - shift));
  }
  const goesLeft = best + foundMask;
  const mask = <usize>load<u32>(area + areaMasks) + <usize>index * 32;
  memory.fill(mask, 0, 32);
  const binCount = load<u32>(descriptor + featureBinCount);
  for (let each: u32 = 0; each < binCount; each++) {
    const at = mask + (each >> 3);
    store<u8>(at, load<u8>(at) | (load<u8>(goesLeft + each) << <u8>(each & 7)));
  }
  return start + join(rows, moved, count, splitSubset(rows, moved, count, column, 0, goesLeft));
}

/** Brings the rows that were moved behind the left ones. Few words are copied sooner than the memory's own copy begins. */
function join(rows: usize, moved: usize, count: u32, left: u32): u32 {
  let to = rows + (<usize>left << 2);
  const end = moved + (<usize>(count - left) << 2);
  if (end - moved > 256) memory.copy(to, moved, end - moved);
  else for (let from = moved; from < end; from += 4, to += 4) store<u32>(to, load<u32>(from));
  return left;
}
