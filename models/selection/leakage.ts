import { seededRandom } from '../../base/random.ts';
import type { Column, Table } from '../table.ts';

/** A column that may know the label rather than foretell it. */
export interface LeakSuspicion {
  readonly column: string;
  /** 'value': alone it foretells the label; 'missing': that it is missing (or is not) gives the label away. */
  readonly by: 'value' | 'missing';
  /** AUC of the column alone on rows it was not fitted on; of numbers the share of variance it explains (R2). */
  readonly strength: number;
  /** By 'missing': whether the rows without a value, or those with one, nearly all have the same label. */
  readonly rows?: 'without' | 'with';
}

/** From here on a column alone is too good to be true. */
const suspiciousStrength = 0.95;
const bins = 64;
const folds = 3;
/** The mean of all rows counts in each part as much as so many rows: a share needs more of them than a number. */
const priorRows = { ofShare: 5, ofNumber: 0.5 };
/** A part that gives the label away has at least this share of the rows, and this share of them one label. */
const leastShare = 0.05;
const purity = 0.99;
/** How probable it may be that so many labels agree by chance, where the other rows' labels are as they are. */
const chance = 1e-4;

/**
 * Columns that alone foretell the label nearly perfectly. Each column is cut into at most 64 parts of equal mass (its
 * categories, and being missing, are parts of their own); the mean label of each part in two thirds of the rows
 * foretells the rest.
 * @param classCount 0 for numbers; of several classes each is told from the rest and the best counts
 * @param groups per row whom it is about; rows of one are tested together, or a column that merely names them would
 * foretell the label of each from their other rows. Absent: each row is about another
 */
export function findLeaks(
  table: Table,
  target: Float64Array,
  classCount: number,
  groups: ArrayLike<number> = Uint32Array.from({ length: table.rowCount }, (_, row) => row),
): LeakSuspicion[] {
  const foldOf = foldsOf(groups);
  const labels = classCount === 0 ? [target] : indicators(target, classCount);
  return table.columns.flatMap((column): LeakSuspicion[] => {
    const parts = partsOf(column);
    const strengths = labels.map((label) => strengthOf(parts, label, foldOf, classCount === 0));
    const strength = Math.max(...strengths);
    const byMissing = classCount === 0 ? undefined : missingLeak(column, labels, groups);
    if (byMissing !== undefined) return [byMissing];
    return strength >= suspiciousStrength ? [{ column: column.name, by: 'value', strength }] : [];
  });
}

function strengthOf(parts: Int32Array, label: Float64Array, foldOf: Uint8Array, isNumber: boolean): number {
  const count = parts.reduce((most, part) => Math.max(most, part + 1), 0);
  const prior = isNumber ? priorRows.ofNumber : priorRows.ofShare;
  let total = 0;
  let counted = 0;
  for (let fold = 0; fold < folds; fold++) {
    const [learned, tested] = [emptySums(count), emptySums(count)];
    for (let row = 0; row < label.length; row++) {
      const { rows, sums, squares } = foldOf[row] === fold ? tested : learned;
      const [part, value] = [parts[row]!, label[row]!];
      rows[part]!++;
      sums[part]! += value;
      squares[part]! += value * value;
    }
    const [sum, all] = [sumOf(learned.sums), sumOf(learned.rows)];
    const mean = all === 0 ? 0 : sum / all;
    const told = learned.sums.map((each, part) => (each + prior * mean) / (learned.rows[part]! + prior));
    const strength = isNumber ? explained(told, tested) : aucOf(told, tested);
    if (strength === undefined) continue;
    total += strength;
    counted++;
  }
  return counted === 0 ? 0 : total / counted;
}

/** Of the rows of each part: their number, the sum of their labels and of the squares of these. */
interface PartSums {
  readonly rows: Float64Array;
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

const emptySums = (parts: number): PartSums => ({
  rows: new Float64Array(parts),
  sums: new Float64Array(parts),
  squares: new Float64Array(parts),
});

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

/** R2 of what is told of each part. */
function explained(told: Float64Array, { rows, sums, squares }: PartSums): number {
  const all = sumOf(rows);
  const square = sumOf(squares);
  const deviations = square - sumOf(sums) ** 2 / all;
  let errors = 0;
  told.forEach((value, part) => {
    errors += squares[part]! - 2 * value * sums[part]! + value * value * rows[part]!;
  });
  // Of labels that are all the same only rounding deviates.
  return deviations > 1e-9 * square ? 1 - errors / deviations : 0;
}

/** Area under the ROC curve of what is told of each part; all rows of a part are ties. Undefined: only one class. */
function aucOf(told: Float64Array, { rows, sums }: PartSums): number | undefined {
  const positives = sumOf(sums);
  const negatives = sumOf(rows) - positives;
  if (positives === 0 || negatives === 0) return undefined;
  const order = Uint32Array.from(told, (_, part) => part).sort((a, b) => told[a]! - told[b]!);
  let [below, ordered] = [0, 0];
  for (let at = 0; at < order.length; ) {
    let [own, other] = [0, 0];
    const value = told[order[at]!]!;
    for (; at < order.length && told[order[at]!] === value; at++) {
      const part = order[at]!;
      own += sums[part]!;
      other += rows[part]! - sums[part]!;
    }
    ordered += own * (below + other / 2);
    below += other;
  }
  return ordered / (positives * negatives);
}

function missingLeak(
  column: Column,
  labels: readonly Float64Array[],
  groups: ArrayLike<number>,
): LeakSuspicion | undefined {
  const isMissing = (row: number) =>
    column.kind === 'numeric' ? Number.isNaN(column.values[row]!) : column.codes[row]! < 0;
  for (const label of labels) {
    const rows = [0, 0];
    const positive = [0, 0];
    const seen = [new Set<number>(), new Set<number>()] as const;
    label.forEach((value, row) => {
      const side = isMissing(row) ? 1 : 0;
      seen[side].add(groups[row]!);
      rows[side]!++;
      positive[side]! += value;
    });
    for (const side of [0, 1] as const) {
      const [own, other] = [rows[side]!, rows[1 - side]!];
      if (own < leastShare * label.length || other < leastShare * label.length) continue;
      const share = positive[side]! / own;
      const elsewhere = positive[1 - side]! / other;
      const pure = share >= purity || share <= 1 - purity;
      // Where nearly every row has one label, a pure part says nothing; nor does one of a few people.
      const usual = share >= purity ? elsewhere : 1 - elsewhere;
      if (pure && Math.abs(share - elsewhere) >= 0.2 && usual ** seen[side].size < chance)
        return {
          column: column.name,
          by: 'missing',
          strength: Math.max(share, 1 - share),
          rows: side === 1 ? 'without' : 'with',
        };
    }
  }
  return undefined;
}

function partsOf(column: Column): Int32Array {
  if (column.kind === 'categorical') return column.codes.map((code) => code + 1);
  const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
  const cuts: number[] = [];
  for (let bin = 1; bin < bins; bin++) {
    const cut = sorted[Math.floor((bin * sorted.length) / bins)];
    if (cut !== undefined && cut !== cuts.at(-1)) cuts.push(cut);
  }
  return Int32Array.from(column.values, (value) => {
    if (Number.isNaN(value)) return 0;
    // Cuts up to the value, by bisection.
    let [low, high] = [0, cuts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value >= cuts[middle]!) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  });
}

function foldsOf(groups: ArrayLike<number>): Uint8Array {
  const order = seededRandom(7).shuffle([...new Set(Array.from(groups))]);
  const place = new Map(order.map((group, index) => [group, index % folds]));
  return Uint8Array.from(groups, (group) => place.get(group)!);
}

const indicators = (target: Float64Array, classCount: number): Float64Array[] =>
  classCount === 2
    ? [target]
    : Array.from({ length: classCount }, (_, index) => target.map((label) => (label === index ? 1 : 0)));
