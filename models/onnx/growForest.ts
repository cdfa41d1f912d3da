import type { Forest } from '../boosting/forest.ts';
import { lastRoundingTo, nextDouble, nextFloat } from './float32.ts';
import { invalidModel, unsupportedModel } from './invalidModel.ts';
import type { CategoryColumn, NumberColumn } from './sourceColumn.ts';
import type { Comparison, TreeTable } from './treeTable.ts';

/** Deeper trees are no learner's. */
const deepest = 1000;

/** A shared child is copied; beyond this many nodes for one of the file, the file was made to harm. */
const mostCopies = 16;
const alwaysAllowed = 100_000;
/** Of the sets of categories, and of the comparisons that make them. */
const mostWords = 4_000_000;
const mostComparisons = 500_000_000;

/** A comparison as our trees ask it: numbers up to `limit` go to `below`, others to `above`. */
interface Question {
  readonly limit: number;
  readonly below: Place;
  readonly above: Place;
  readonly missingBelow: boolean;
}

/** A node of the file, or the second half of an equality there, which takes two questions. */
type Place = number | { readonly secondHalfOf: number };

/**
 * Trees of an ONNX file as ours. Every comparison becomes "up to"; where the file compares in 32 bits, limits are moved
 * so that doubles go where their rounded selves would. Comparisons of categories become sets, chains of equalities with
 * one outcome a single set.
 * @param leafOf what a leaf adds; trees without any are left out
 * @throws Problem artifact_invalid when a tree asks for a column that is not there, or is far too large
 */
export function growForest(
  table: TreeTable,
  columns: readonly (NumberColumn | CategoryColumn)[],
  leafOf: (weights: readonly (readonly [target: number, weight: number])[]) => number,
): Forest {
  const roots: number[] = [];
  const feature: number[] = [];
  const value: number[] = [];
  const left: number[] = [];
  const right: number[] = [];
  const missingLeft: number[] = [];
  const categories: number[] = [];
  const words: number[] = [];
  const cover: number[] = [];
  const most = Math.max(alwaysAllowed, mostCopies * table.comparison.length);

  const codes = columns.map((column) => (column.kind === 'category' ? codesOf(column) : undefined));
  const work = { spent: 0 };

  const growTree = (root: number) => {
    const open: { place: Place; parent: number; isLeft: boolean; depth: number }[] = [
      { place: root, parent: -1, isLeft: false, depth: 0 },
    ];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { place, parent, depth } = next;
      const index = feature.length;
      if (depth > deepest || index >= most || words.length > mostWords || work.spent > mostComparisons)
        throw unsupportedModel('A tree is too deep or too large to be read.');
      if (parent >= 0) (next.isLeft ? left : right)[parent] = index;
      const from = typeof place === 'number' ? place : place.secondHalfOf;
      const isLeaf = table.comparison[from] === undefined;
      feature.push(isLeaf ? -1 : table.feature[from]!);
      value.push(0);
      left.push(-1);
      right.push(-1);
      missingLeft.push(0);
      categories.push(-1);
      cover.push(isLeaf ? table.share[from]! : 0);
      if (isLeaf) {
        value[index] = leafOf(table.weights[from] ?? []);
        continue;
      }
      const column = columns[table.feature[from]!];
      if (column === undefined)
        throw invalidModel(`A tree asks for column ${table.feature[from]} of ${columns.length}.`);
      let children: readonly [Place, Place];
      if (column.kind === 'number') {
        const question = questionOf(table, place, column.bits);
        value[index] = question.limit;
        missingLeft[index] = question.missingBelow ? 1 : 0;
        children = [question.below, question.above];
      } else {
        const set = categorySet(table, from, column, codes[table.feature[from]!]!, work);
        categories[index] = words.length;
        words.push(...set.bits);
        missingLeft[index] = set.missing ? 1 : 0;
        children = [table.whenTrue[from]!, set.otherwise];
      }
      open.push({ place: children[1], parent: index, isLeft: false, depth: depth + 1 });
      open.push({ place: children[0], parent: index, isLeft: true, depth: depth + 1 });
    }
  };

  for (const root of table.roots) {
    const start = feature.length;
    const wordStart = words.length;
    growTree(root);
    if (feature.slice(start).every((asked, at) => asked >= 0 || value[start + at] === 0)) {
      for (const list of [feature, value, left, right, missingLeft, categories, cover]) list.length = start;
      words.length = wordStart;
      continue;
    }
    roots.push(start);
    for (let node = feature.length - 1; node >= start; node--)
      if (left[node]! >= 0) cover[node] = cover[left[node]!]! + cover[right[node]!]!;
  }
  return {
    roots: Int32Array.from(roots),
    feature: Int32Array.from(feature),
    value: Float64Array.from(value),
    left: Int32Array.from(left),
    right: Int32Array.from(right),
    missingLeft: Uint8Array.from(missingLeft),
    categories: Int32Array.from(categories),
    categoryWords: Uint32Array.from(words),
    cover: Float64Array.from(cover),
  };
}

function questionOf(table: TreeTable, place: Place, bits: 32 | 64): Question {
  const at = typeof place === 'number' ? place : place.secondHalfOf;
  const threshold = table.value[at]!;
  const [yes, no] = [table.whenTrue[at]!, table.whenFalse[at]!];
  const tracks = table.tracksMissing[at] === 1;
  const upTo = bits === 64 ? threshold : lastRoundingTo(Math.fround(threshold));
  const up = (below: Place, above: Place, missingBelow: boolean): Question => ({
    limit: upTo,
    below,
    above,
    missingBelow,
  });
  /** Numbers less than the threshold; of negative infinity there are none, and every number is at least as large. */
  const less = (below: Place, above: Place, missingBelow: boolean): Question => {
    if (threshold === Number.NEGATIVE_INFINITY)
      return { limit: Number.POSITIVE_INFINITY, below: above, above: below, missingBelow: !missingBelow };
    const limit =
      bits === 64 ? nextDouble(threshold, false) : lastRoundingTo(nextFloat(Math.fround(threshold), false));
    return { limit, below, above, missingBelow };
  };
  switch (table.comparison[at]!) {
    case 'BRANCH_LEQ':
      return up(yes, no, tracks);
    case 'BRANCH_GT':
      return up(no, yes, !tracks);
    case 'BRANCH_LT':
      return less(yes, no, tracks);
    case 'BRANCH_GTE':
      return less(no, yes, !tracks);
    case 'BRANCH_EQ':
      return typeof place === 'number' ? up({ secondHalfOf: at }, no, tracks) : less(no, yes, false);
    case 'BRANCH_NEQ':
      return typeof place === 'number' ? up({ secondHalfOf: at }, yes, false) : less(yes, no, false);
  }
}

interface CategorySet {
  readonly bits: Uint32Array;
  readonly missing: boolean;
  /** Where all others go. */
  readonly otherwise: number;
}

/** Codes of the categories that stand for a number. */
function codesOf({ values }: CategoryColumn): Map<number, number[]> {
  const codes = new Map<number, number[]>();
  values.forEach((value, code) => {
    codes.set(value, [...(codes.get(value) ?? []), code]);
  });
  return codes;
}

function categorySet(
  table: TreeTable,
  from: number,
  { values, unseen }: CategoryColumn,
  codes: ReadonlyMap<number, readonly number[]>,
  work: { spent: number },
): CategorySet {
  const bits = new Uint32Array(Math.ceil(values.length / 32));
  const add = (code: number) => {
    bits[code >> 5]! |= 1 << (code & 31);
  };
  let missing = false;
  let at = from;
  for (;;) {
    if (table.comparison[at] === 'BRANCH_EQ') {
      codes.get(table.value[at]!)?.forEach(add);
      if (table.tracksMissing[at] === 1) codes.get(Number.NaN)?.forEach(add);
    } else {
      work.spent += values.length;
      for (let code = 0; code < values.length; code++) if (holds(table, at, values[code]!)) add(code);
    }
    missing ||= holds(table, at, unseen);
    const next = table.whenFalse[at]!;
    if (
      table.comparison[next] === undefined ||
      table.feature[next] !== table.feature[from] ||
      table.whenTrue[next] !== table.whenTrue[from]
    )
      return { bits, missing, otherwise: next };
    at = next;
  }
}

/** Whether a node's comparison holds for the number that a category stands for. */
function holds(table: TreeTable, at: number, value: number): boolean {
  if (Number.isNaN(value) && table.tracksMissing[at] === 1) return true;
  return compare[table.comparison[at]!](value, table.value[at]!);
}

const compare: Readonly<Record<Comparison, (value: number, threshold: number) => boolean>> = {
  BRANCH_LEQ: (value, threshold) => value <= threshold,
  BRANCH_LT: (value, threshold) => value < threshold,
  BRANCH_GTE: (value, threshold) => value >= threshold,
  BRANCH_GT: (value, threshold) => value > threshold,
  BRANCH_EQ: (value, threshold) => value === threshold,
  BRANCH_NEQ: (value, threshold) => value !== threshold,
};
