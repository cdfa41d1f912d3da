import { Problem } from '../base/problem.ts';
import { seededRandom } from '../base/random.ts';

/** Rows to train on and rows to predict. */
export interface Fold {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * K folds with the classes (values of `target`) spread evenly; every row is tested once. With `groups`, all rows of
 * a group are tested together; groups are dealt, largest first, to the fold that has the fewest rows of their class.
 * For regression pass no strata and the rows are merely shuffled.
 */
export function kFolds(options: {
  readonly rowCount: number;
  readonly folds: number;
  readonly seed: number;
  readonly strata?: ArrayLike<number>;
  readonly groups?: ArrayLike<string | number>;
}): Fold[] {
  const { rowCount, folds, strata, groups } = options;
  const random = seededRandom(options.seed);
  const blocks = new Map<string | number, number[]>();
  for (let row = 0; row < rowCount; row++) {
    const key = groups === undefined ? row : groups[row]!;
    const block = blocks.get(key);
    if (block === undefined) blocks.set(key, [row]);
    else block.push(row);
  }
  if (folds < 2 || blocks.size < folds)
    throw new Problem('not_enough_data', `Cannot make ${folds} folds of ${blocks.size} independent rows.`, {
      remedy: 'Use fewer folds (at least 2), or give more rows.',
    });
  const stratumOf = (block: readonly number[]) => {
    if (strata === undefined) return 0;
    let sum = 0;
    for (const row of block) sum += strata[row]!;
    return sum;
  };
  const order = random.shuffle([...blocks.values()]);
  order.sort((a, b) => b.length - a.length || stratumOf(b) - stratumOf(a));

  const foldOf = new Int32Array(rowCount);
  const size = new Float64Array(folds);
  const mass = new Float64Array(folds);
  for (const block of order) {
    const stratum = stratumOf(block);
    let chosen = 0;
    for (let fold = 1; fold < folds; fold++) {
      const better =
        stratum > 0
          ? mass[fold]! < mass[chosen]! || (mass[fold] === mass[chosen] && size[fold]! < size[chosen]!)
          : size[fold]! < size[chosen]!;
      if (better) chosen = fold;
    }
    for (const row of block) foldOf[row] = chosen;
    size[chosen]! += block.length;
    mass[chosen]! += stratum;
  }
  return Array.from({ length: folds }, (_, fold) => ({
    train: rowsWhere(rowCount, (row) => foldOf[row] !== fold),
    test: rowsWhere(rowCount, (row) => foldOf[row] === fold),
  }));
}

/**
 * Folds that never look ahead: the rows are cut at `folds + 1` moments of equal mass, each part is predicted from all
 * earlier ones (the first part is never predicted). Rows of equal time stay together.
 * @param times any increasing measure, such as epoch milliseconds
 * @param gap in the measure of times: rows this close before a part are not learned from, because what became of them
 * was not known when it began
 */
export function forwardFolds(times: ArrayLike<number>, folds: number, gap = 0): Fold[] {
  const rowCount = times.length;
  const sorted = Float64Array.from(times).sort();
  const cuts: number[] = [];
  for (let part = 1; part <= folds; part++) {
    const cut = sorted[Math.floor((part * rowCount) / (folds + 1))]!;
    if (cut > sorted[0]! && cut !== cuts.at(-1)) cuts.push(cut);
  }
  if (cuts.length === 0)
    throw new Problem('not_enough_data', 'All rows are of one moment: there is no past to learn from.', {
      remedy: 'Use stratified folds, or give rows of different times.',
    });
  return cuts.map((cut, index) => {
    const end = cuts[index + 1] ?? Number.POSITIVE_INFINITY;
    return {
      train: rowsWhere(rowCount, (row) => times[row]! < cut - gap),
      test: rowsWhere(rowCount, (row) => times[row]! >= cut && times[row]! < end),
    };
  });
}

function rowsWhere(rowCount: number, holds: (row: number) => boolean): Int32Array {
  const rows: number[] = [];
  for (let row = 0; row < rowCount; row++) if (holds(row)) rows.push(row);
  return Int32Array.from(rows);
}
