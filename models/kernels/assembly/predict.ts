/**
 * Trees that predict, a module of its own: every model has a memory of its own, which models/boosting/
 * predictorMemory.ts lays out. A node, 40 bytes:
 *
 *   0 f64  threshold: values up to it go left; NaN, which nothing is up to, in a categorical node
 *   8 f64  what is added when the row goes left, 16 f64 when it goes right: the leaf's value, or 0 on the way down
 *  24 u32  address of the next node to the left, 28 u32 to the right; of a leaf it is the root of the lane's next tree
 *  32 u32  address of the asked value, from `valuesAt`
 *  36 u32  address of the set of codes that go left; in a numeric node of an empty set
 *
 * Eight trees are walked at a time, each in a lane of its own that goes on to its next tree without a branch; the
 * lanes' sums are added in pairs. A walk ends when all lanes ask the node `end`, which leads to itself and adds 0.
 */

export { explain } from './treeShap';

/** Where the values of the current row are, 16 bytes each: f64 number, u32 code + 1 of a category (0: missing). */
const valuesAt: usize = 64;

/** Value of a row that is copied as it is (0), is -Infinity when missing (1) or becomes a code (2). */
// @ts-ignore: decorator
@inline
function fill(from: u32, to: u32, sources: usize, row: usize, kind: i32): void {
  for (let value = from; value < to; value++) {
    const number = load<f64>(row + load<u32>(sources + (<usize>value << 2)));
    const at = valuesAt + (<usize>value << 4);
    if (kind == 0) store<f64>(at, number);
    else if (kind == 1) store<f64>(at, select<f64>(number, -Infinity, number == number));
    else {
      store<f64>(at, NaN);
      store<u32>(at, number >= 0 ? <u32>number + 1 : 0, 8);
    }
  }
}

// @ts-ignore: decorator
@inline
function goesRight(node: usize, categories: boolean): usize {
  const value = <usize>load<u32>(node, 32);
  const left = usize(load<f64>(value, valuesAt) <= load<f64>(node));
  if (!categories) return left ^ 1;
  const code = load<u32>(value, valuesAt + 8);
  const word = load<u32>(<usize>load<u32>(node, 36) + ((code >> 5) << 2));
  return (left | ((word >> (code & 31)) & 1)) ^ 1;
}

// @ts-ignore: decorator
@inline
function added(node: usize, right: usize): f64 {
  return load<f64>(node + (right << 3), 8);
}

// @ts-ignore: decorator
@inline
function next(node: usize, right: usize): usize {
  return <usize>load<u32>(node + (right << 2), 24);
}

// @ts-ignore: decorator
@inline
function walk(starts: usize, end: usize, categories: boolean): f64 {
  let a = <usize>load<u32>(starts),
    b = <usize>load<u32>(starts, 4),
    c = <usize>load<u32>(starts, 8),
    d = <usize>load<u32>(starts, 12),
    e = <usize>load<u32>(starts, 16),
    f = <usize>load<u32>(starts, 20),
    g = <usize>load<u32>(starts, 24),
    h = <usize>load<u32>(starts, 28);
  let sumA = 0.0, sumB = 0.0, sumC = 0.0, sumD = 0.0, sumE = 0.0, sumF = 0.0, sumG = 0.0, sumH = 0.0;
  let right: usize;
  do {
    for (let step = 0; step < 4; step++) {
      right = goesRight(a, categories); sumA += added(a, right); a = next(a, right);
      right = goesRight(b, categories); sumB += added(b, right); b = next(b, right);
      right = goesRight(c, categories); sumC += added(c, right); c = next(c, right);
      right = goesRight(d, categories); sumD += added(d, right); d = next(d, right);
      right = goesRight(e, categories); sumE += added(e, right); e = next(e, right);
      right = goesRight(f, categories); sumF += added(f, right); f = next(f, right);
      right = goesRight(g, categories); sumG += added(g, right); g = next(g, right);
      right = goesRight(h, categories); sumH += added(h, right); h = next(h, right);
    }
    // No other node lies before `end`: the mean is `end` only when all are.
  } while (a + b + c + d + e + f + g + h != end << 3);
  return ((sumA + sumB) + (sumC + sumD)) + ((sumE + sumF) + (sumG + sumH));
}

/**
 * Scores of rows, row-major: `count` x `outputs` at `scores`.
 * @param rows row-major, `count` rows of `rowBytes` bytes
 * @param sources for each value the offset in the row that it is read from: `plain` values as they are, those up to
 *   `missingLeft` that go left when missing, those up to `values` categories
 * @param starts for each output the first nodes of the eight lanes
 */
export function predict(
  rows: usize,
  rowBytes: u32,
  count: u32,
  sources: usize,
  plain: u32,
  missingLeft: u32,
  values: u32,
  starts: usize,
  outputs: u32,
  end: usize,
  scores: usize,
): void {
  for (let row: u32 = 0; row < count; row++) {
    fill(0, plain, sources, rows, 0);
    fill(plain, missingLeft, sources, rows, 1);
    fill(missingLeft, values, sources, rows, 2);
    for (let output: u32 = 0; output < outputs; output++) {
      const lanes = starts + (<usize>output << 5);
      const score = missingLeft < values ? walk(lanes, end, true) : walk(lanes, end, false);
      store<f64>(scores, score);
      scores += 8;
    }
    rows += rowBytes;
  }
}
