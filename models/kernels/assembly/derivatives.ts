import { shareStart } from './share';

// The oracle of all this is models/boosting/plainDerivatives.ts with models/numeric/exponential.ts.
const unit: u32 = 64;

// @ts-ignore: decorator
@inline
function linear(constant: f64, factor: f64, x: v128): v128 {
  return f64x2.add(f64x2.splat(constant), f64x2.mul(f64x2.splat(factor), x));
}

/** e^x in both lanes, operation by operation as models/numeric/exponential.ts. */
// @ts-ignore: decorator
@inline
function exponential(x: v128): v128 {
  const magic = f64x2.splat(6755399441055744.0);
  const bounded = f64x2.pmin(f64x2.pmax(x, f64x2.splat(-708)), f64x2.splat(708));
  const shifted = f64x2.add(f64x2.mul(bounded, f64x2.splat(1.4426950408889634)), magic);
  const whole = f64x2.sub(shifted, magic);
  const rest = f64x2.sub(
    f64x2.sub(bounded, f64x2.mul(whole, f64x2.splat(0.6931471803691238))),
    f64x2.mul(whole, f64x2.splat(1.9082149292705877e-10)),
  );
  const second = f64x2.mul(rest, rest);
  const fourth = f64x2.mul(second, second);
  const eighth = f64x2.mul(fourth, fourth);
  const c0 = linear(1, 1, rest);
  const c2 = linear(1.0 / 2.0, 1.0 / 6.0, rest);
  const c4 = linear(1.0 / 24.0, 1.0 / 120.0, rest);
  const c6 = linear(1.0 / 720.0, 1.0 / 5040.0, rest);
  const c8 = linear(1.0 / 40320.0, 1.0 / 362880.0, rest);
  const c10 = linear(1.0 / 3628800.0, 1.0 / 39916800.0, rest);
  const c12 = f64x2.splat(1.0 / 479001600.0);
  const low = f64x2.add(
    f64x2.add(c0, f64x2.mul(c2, second)),
    f64x2.mul(f64x2.add(c4, f64x2.mul(c6, second)), fourth),
  );
  const high = f64x2.add(f64x2.add(c8, f64x2.mul(c10, second)), f64x2.mul(c12, fourth));
  const sum = f64x2.add(low, f64x2.mul(high, eighth));
  // The low bits of `shifted` hold the whole number: moved to the exponent they are a power of two.
  const power = i64x2.add(i64x2.shl(shifted, 52), i64x2.splat(0x3ff0000000000000));
  return f64x2.mul(sum, power);
}

/** Both lanes rounded to the grid. */
// @ts-ignore: decorator
@inline
function rounded(values: v128, constant: v128): v128 {
  return f64x2.sub(f64x2.add(values, constant), constant);
}

/** Rounded hessians; a positive one is never rounded to nothing. */
// @ts-ignore: decorator
@inline
function roundedHessians(values: v128, constant: v128, unit: v128): v128 {
  const zero = f64x2.splat(0);
  const result = rounded(values, constant);
  const lost = v128.and(f64x2.gt(values, zero), f64x2.eq(result, zero));
  return v128.or(result, v128.and(unit, lost));
}

/**
 * Writes the logistic loss's derivatives at `scores` as rounded pairs (gradient, hessian) of 16 bytes; see
 * models/boosting/derivativeGrid.ts. `weights` 0: all 1. Arrays are read and written two rows at a time, so they must
 * have room for an even number.
 */
export function deriveLogistic(
  thread: u32,
  threads: u32,
  count: u32,
  scores: usize,
  target: usize,
  weights: usize,
  pairs: usize,
  gradientConstant: f64,
  hessianConstant: f64,
  hessianUnit: f64,
): void {
  const one = f64x2.splat(1);
  const least = f64x2.splat(1e-16);
  const gradientConstants = f64x2.splat(gradientConstant);
  const hessianConstants = f64x2.splat(hessianConstant);
  const hessianUnits = f64x2.splat(hessianUnit);
  const end = shareStart(count, thread + 1, threads, unit);
  for (let row = shareStart(count, thread, threads, unit); row < end; row += 2) {
    const at = <usize>row << 3;
    const probability = f64x2.div(one, f64x2.add(one, exponential(f64x2.neg(v128.load(scores + at)))));
    let gradient = f64x2.sub(probability, v128.load(target + at));
    let hessian = f64x2.pmax(f64x2.mul(probability, f64x2.sub(one, probability)), least);
    if (weights != 0) {
      const weight = v128.load(weights + at);
      gradient = f64x2.mul(weight, gradient);
      hessian = f64x2.mul(weight, hessian);
    }
    gradient = rounded(gradient, gradientConstants);
    hessian = roundedHessians(hessian, hessianConstants, hessianUnits);
    const to = pairs + (<usize>row << 4);
    v128.store(to, v128.shuffle<f64>(gradient, hessian, 0, 2));
    v128.store(to, v128.shuffle<f64>(gradient, hessian, 1, 3), 16);
  }
}

/** Fills `gradients` and `hessians` (f64 each) with the squared loss's at `scores`. */
export function deriveSquared(
  thread: u32,
  threads: u32,
  count: u32,
  scores: usize,
  target: usize,
  weights: usize,
  gradients: usize,
  hessians: usize,
): void {
  const one = f64x2.splat(1);
  const end = shareStart(count, thread + 1, threads, unit);
  for (let row = shareStart(count, thread, threads, unit); row < end; row += 2) {
    const at = <usize>row << 3;
    const weight = weights == 0 ? one : v128.load(weights + at);
    v128.store(gradients + at, f64x2.mul(weight, f64x2.sub(v128.load(scores + at), v128.load(target + at))));
    v128.store(hessians + at, weight);
  }
}

/** Largest absolute value (NaN when there is one) of this thread's share, written to `largest[thread]` (f64). */
export function findLargest(thread: u32, threads: u32, count: u32, values: usize, largest: usize): void {
  const end = shareStart(count, thread + 1, threads, unit);
  let result: f64 = 0;
  for (let row = shareStart(count, thread, threads, unit); row < end; row++)
    result = max(result, abs(load<f64>(values + (<usize>row << 3))));
  store<f64>(largest + (<usize>thread << 3), result);
}

/** Rounds given derivatives to pairs, as `deriveLogistic` does. */
export function roundPairs(
  thread: u32,
  threads: u32,
  count: u32,
  gradients: usize,
  hessians: usize,
  pairs: usize,
  gradientConstant: f64,
  hessianConstant: f64,
  hessianUnit: f64,
): void {
  const gradientConstants = f64x2.splat(gradientConstant);
  const hessianConstants = f64x2.splat(hessianConstant);
  const hessianUnits = f64x2.splat(hessianUnit);
  const end = shareStart(count, thread + 1, threads, unit);
  for (let row = shareStart(count, thread, threads, unit); row < end; row += 2) {
    const at = <usize>row << 3;
    const gradient = rounded(v128.load(gradients + at), gradientConstants);
    const hessian = roundedHessians(v128.load(hessians + at), hessianConstants, hessianUnits);
    const to = pairs + (<usize>row << 4);
    v128.store(to, v128.shuffle<f64>(gradient, hessian, 0, 2));
    v128.store(to, v128.shuffle<f64>(gradient, hessian, 1, 3), 16);
  }
}

/** Sums the pairs of rows[start..end) of this thread's share into `sums[thread]` (a pair). */
export function sumPairs(thread: u32, threads: u32, rows: usize, count: u32, pairs: usize, sums: usize): void {
  const end = shareStart(count, thread + 1, threads, unit);
  let sum = f64x2.splat(0);
  for (let index = shareStart(count, thread, threads, unit); index < end; index++)
    sum = f64x2.add(sum, v128.load(pairs + (<usize>load<u32>(rows + (<usize>index << 2)) << 4)));
  v128.store(sums + (<usize>thread << 4), sum);
}
