import { seededRandom } from '../../base/random.ts';
import { auc } from '../metrics/auc.ts';
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
  let total = 0;
  let counted = 0;
  for (let fold = 0; fold < folds; fold++) {
    const sums = new Float64Array(count);
    const rows = new Float64Array(count);
    let sum = 0;
    let all = 0;
    for (let row = 0; row < label.length; row++) {
      if (foldOf[row] === fold) continue;
      sums[parts[row]!]! += label[row]!;
      rows[parts[row]!]!++;
      sum += label[row]!;
      all++;
    }
    const mean = all === 0 ? 0 : sum / all;
    const prior = isNumber ? priorRows.ofNumber : priorRows.ofShare;
    const tested = Uint32Array.from(label, (_, row) => row).filter((row) => foldOf[row] === fold);
    const actual = Float64Array.from(tested, (row) => label[row]!);
    const told = Float64Array.from(tested, (row) => {
      const part = parts[row]!;
      return (sums[part]! + prior * mean) / (rows[part]! + prior);
    });
    if (isNumber) {
      total += explained(actual, told);
      counted++;
    } else if (actual.includes(1) && actual.includes(0)) {
      total += auc(actual, told);
      counted++;
    }
  }
  return counted === 0 ? 0 : total / counted;
}

function explained(actual: Float64Array, told: Float64Array): number {
  const mean = actual.reduce((sum, value) => sum + value, 0) / actual.length;
  let errors = 0;
  let deviations = 0;
  actual.forEach((value, index) => {
    errors += (value - told[index]!) ** 2;
    deviations += (value - mean) ** 2;
  });
  return deviations === 0 ? 0 : 1 - errors / deviations;
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
    let part = 0;
    while (part < cuts.length && value >= cuts[part]!) part++;
    return part + 1;
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
