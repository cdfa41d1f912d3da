import type { Column, Table } from '../table.ts';

/** Rows that look like copies of each other although not all of their columns agree. */
export interface NearDuplicates {
  /** Columns in which the copies agree. */
  readonly columns: readonly string[];
  /** Rows that agree in them with another row. */
  readonly rows: number;
  /** How often such rows have the same label (numbers: lie within a tenth of all rows of each other). */
  readonly agreement: number;
  /** The same for rows that lie near each other in these columns without agreeing. */
  readonly agreementBeside: number;
  /** Per row what it shares with its copies; rows without copies stand for themselves. */
  readonly groups: Int32Array;
}

/** Fewer pairs than this prove nothing. */
const leastPairs = 30;
/** Share of the rows that must have a copy. */
const leastShare = 0.01;
/** Of the neighbours' disagreements on the label copies must lack this share, and by so many standard errors. */
const leastExcess = 0.5;
const leastErrors = 4;
/** A value that more than this share of the rows has is usual, and identifies nobody. */
const usualShare = 0.005;
/** A key tells cases apart: it has at least this many values per row. */
const leastDifferent = 0.1;
/** Places between rows that count as near each other. */
const away = 9;
/** Columns of the most different values that are looked at, alone and in pairs. */
const columnsLookedAt = 6;

/**
 * Looks for columns in which rows agree that also agree on the label, more often than rows that merely lie near them:
 * the sign of one case written down several times. When copies fall into different folds a model is tested on what it
 * has learned by heart, and looks far better than it is.
 *
 * Single columns and pairs of columns that have many different values are tried, and all columns together. Being near
 * is the control: where a column truly explains the label, neighbours agree on the label as often as equals do.
 *
 * @param isClass whether the target is a class rather than a number
 */
export function findNearDuplicates(
  table: Table,
  target: Float64Array,
  isClass: boolean,
): NearDuplicates | undefined {
  const labels = isClass ? target : ranksOf(target);
  const near = isClass ? 0 : 0.1 * target.length;
  const coded = table.columns
    .map((column) => ({ name: column.name, ...codesOf(column) }))
    .sort((a, b) => b.distinct - a.distinct || (a.name < b.name ? -1 : 1));
  const many = coded.filter(({ distinct }) => distinct >= 20).slice(0, columnsLookedAt);
  const keys = many.flatMap((first, index) => [
    [first],
    ...many.slice(index + 1).map((second) => [first, second]),
  ]);
  if (coded.length > 2) keys.push(coded);
  let best: NearDuplicates | undefined;
  for (const key of keys) {
    // The coarsest first: rows that lie near each other then agree in all columns but the finest.
    const found = compare(key.toReversed(), labels, near, table.rowCount);
    if (found !== undefined && (best === undefined || isSharper(found, best))) best = found;
  }
  return best;
}

/** A key that leaves clearly less disagreement, or as little among more rows: coarse keys lump others in. */
function isSharper(a: NearDuplicates, b: NearDuplicates): boolean {
  const difference = sharpness(a) - sharpness(b);
  return Math.abs(difference) > 0.02 ? difference > 0 : a.rows > 1.05 * b.rows;
}

/** Share of the neighbours' disagreement that copies lack. */
const sharpness = ({ agreement, agreementBeside }: NearDuplicates): number =>
  (agreement - agreementBeside) / (1 - agreementBeside);

interface CodedColumn {
  readonly name: string;
  /** Ascending with the value; -1 when missing. */
  readonly codes: Int32Array;
  readonly distinct: number;
  /** Rows per code. */
  readonly counts: Int32Array;
}

function compare(
  key: readonly CodedColumn[],
  labels: Float64Array,
  near: number,
  rowCount: number,
): NearDuplicates | undefined {
  const usual = Math.max(10, usualShare * rowCount);
  // Copies of whole rows may lack values; a key of few columns needs all of them.
  const present = Uint32Array.from({ length: rowCount }, (_, row) => row).filter(
    (row) => key.length > 2 || key.every(({ codes }) => codes[row]! >= 0),
  );
  const order = present.sort((a, b) => {
    for (const { codes } of key) if (codes[a] !== codes[b]) return codes[a]! - codes[b]!;
    return a - b;
  });
  const equal = (a: number, b: number) => key.every(({ codes }) => codes[a] === codes[b]);
  const groups = Int32Array.from({ length: rowCount }, (_, row) => row);
  const agreeing = { pairs: 0, same: 0 };
  const beside = { pairs: 0, same: 0 };
  let rows = 0;
  let different = 0;
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && equal(order[start]!, order[end]!)) end++;
    const size = end - start;
    different++;
    // Rows of nothing but usual values come back by chance.
    const isSomebody = key.some(({ codes, counts }) => (counts[codes[order[start]!]!] ?? usual + 1) <= usual);
    if (size > 1 && size <= usual && (key.length <= 2 || isSomebody)) {
      rows += size;
      for (let index = start; index < end; index++) groups[order[index]!] = order[start]!;
      for (let index = start + 1; index < end; index++) count(agreeing, order[index - 1]!, order[index]!);
    }
    // A little away: copies that differ in the last digit lie right beside each other.
    const other = order[end + away];
    if (size <= usual && other !== undefined)
      for (let index = start; index < end; index++) count(beside, order[index]!, other);
    start = end;
  }
  function count(of: { pairs: number; same: number }, a: number, b: number): void {
    of.pairs++;
    if (Math.abs(labels[a]! - labels[b]!) <= near) of.same++;
  }
  if (different < leastDifferent * order.length) return undefined;
  if (agreeing.pairs < leastPairs || beside.pairs < leastPairs || rows < leastShare * rowCount)
    return undefined;
  const agreement = agreeing.same / agreeing.pairs;
  const agreementBeside = beside.same / beside.pairs;
  const pooled = (agreeing.same + beside.same) / (agreeing.pairs + beside.pairs);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / agreeing.pairs + 1 / beside.pairs));
  const excess = agreement - agreementBeside;
  if (excess < leastExcess * (1 - agreementBeside) || excess < leastErrors * error) return undefined;
  return { columns: key.map(({ name }) => name), rows, agreement, agreementBeside, groups };
}

function codesOf(column: Column): { codes: Int32Array; distinct: number; counts: Int32Array } {
  let codes: Int32Array;
  let size: number;
  if (column.kind === 'categorical') {
    codes = column.codes;
    size = column.vocabulary.length;
  } else {
    const values = Float64Array.from(new Set(column.values.filter((value) => !Number.isNaN(value)))).sort();
    const codeOf = new Map(Array.from(values, (value, code) => [value, code]));
    codes = Int32Array.from(column.values, (value) => codeOf.get(value) ?? -1);
    size = values.length;
  }
  const counts = new Int32Array(size);
  for (const code of codes) if (code >= 0) counts[code]!++;
  return { codes, counts, distinct: counts.filter((count) => count > 0).length };
}

/** Place of each value among all, equal values sharing theirs. */
function ranksOf(values: Float64Array): Float64Array {
  const order = Uint32Array.from(values, (_, row) => row).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let index = start; index < end; index++) ranks[order[index]!] = (start + end - 1) / 2;
    start = end;
  }
  return ranks;
}
