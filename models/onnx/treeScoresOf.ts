import { attributeReader } from './attribute.ts';
import { growForest } from './growForest.ts';
import { invalidModel, unsupportedModel } from './invalidModel.ts';
import type { Scores } from './meaning.ts';
import type { OnnxNode } from './proto.ts';
import type { CategoryColumn, NumberColumn, SourceColumn } from './sourceColumn.ts';
import type { ForestSum } from './treeAttributes.ts';
import { readTreeTable, type TreeTable } from './treeTable.ts';

type LeafWeights = Parameters<Parameters<typeof growForest>[2]>[0];

/** Trees over columns of numbers or encoded texts, with the columns as a model reads them. */
export interface TreesOnColumns {
  readonly scores: Scores;
  readonly columns: readonly (NumberColumn | CategoryColumn)[];
}

/**
 * Reads a TreeEnsembleRegressor or TreeEnsembleClassifier. Where the standard leaves open what a classifier of two
 * classes answers, onnxruntime's reading is taken.
 * @throws Problem artifact_invalid when the trees are broken, or add up in a way that has no form here
 */
export function treeScoresOf(node: OnnxNode, given: readonly SourceColumn[]): TreesOnColumns {
  const attributes = attributeReader(node);
  const isClassifier = node.opType === 'TreeEnsembleClassifier';
  const classes = [
    ...attributes.texts('classlabels_strings'),
    ...attributes.ints('classlabels_int64s').map(String),
  ];
  const targetCount = isClassifier ? classes.length : attributes.int('n_targets', 1);
  if (!Number.isSafeInteger(targetCount) || targetCount < 1)
    throw invalidModel(`The trees have ${targetCount} targets.`);
  const table = readTreeTable(node, isClassifier ? 'class' : 'target', targetCount);
  if (targetCount > 1 && targetCount > 1 + table.comparison.length)
    throw invalidModel(`The trees have ${targetCount} targets and ${table.comparison.length} nodes.`);
  const bases = attributes.floats('base_values');
  if (!bases.every(Number.isFinite)) throw invalidModel('A base value is not a finite number.');
  const divisor = divisorOf(attributes.text('aggregate_function', 'SUM'), table);
  const columns = categoriesByUse(table, given);
  const sumOf = (leafOf: (weights: LeafWeights) => number, baseScore: number): ForestSum => ({
    forest: growForest(table, columns, (weights) => leafOf(weights) / divisor),
    baseScore,
  });
  const ofTarget = (target: number) => (weights: LeafWeights) =>
    weights.reduce((sum, [each, weight]) => (each === target ? sum + weight : sum), 0);
  const result = (sums: readonly ForestSum[], link: Scores['link'], part: Scores['part']) => ({
    columns,
    scores: {
      is: 'scores' as const,
      sums,
      factor: 1,
      shift: 0,
      link,
      part,
      classes: sums.length > 1 && isClassifier ? classes : undefined,
    },
  });

  const transform = attributes.text('post_transform', 'NONE');
  if (isClassifier && targetCount === 2) {
    const single = table.targets.size < 2;
    if (bases.length > (single ? 1 : 0) || (single && table.targets.has(1)))
      throw unsupportedModel(
        'The trees of two classes have base values or targets that runtimes read differently.',
      );
    if (single) {
      const sum = sumOf(ofTarget(0), bases[0] ?? 0);
      if (transform === 'LOGISTIC') return result([sum], 'sigmoid', 'pair');
      if (transform === 'NONE' && votes(table)) return result([sum], 'votes', 'pair');
    } else {
      const second = ofTarget(1);
      if (transform === 'NONE' && votes(table)) return result([sumOf(second, 0)], 'votes', 'pair');
      if (transform === 'SOFTMAX') {
        const first = ofTarget(0);
        return result([sumOf((weights) => second(weights) - first(weights), 0)], 'sigmoid', 'pair');
      }
    }
    throw unsupportedModel(`Trees of two classes end in ${transform}, which is no probability.`);
  }
  if (bases.length !== 0 && bases.length !== targetCount)
    throw invalidModel(`The trees have ${targetCount} targets and ${bases.length} base values.`);
  const sums = Array.from({ length: targetCount }, (_, target) =>
    sumOf(ofTarget(target), bases[target] ?? 0),
  );
  if (transform === 'NONE')
    return result(sums, isClassifier && targetCount > 2 && votes(table) ? 'votes' : 'none', 'all');
  if (transform === 'SOFTMAX' && targetCount > 1) return result(sums, 'softmax', 'all');
  if (transform === 'LOGISTIC' && targetCount === 1) return result(sums, 'sigmoid', 'all');
  throw unsupportedModel(`The trees end in ${transform} for ${targetCount} targets.`);
}

const votes = (table: TreeTable) =>
  table.weights.every((each) => each === undefined || each.every(([, weight]) => weight >= 0));

function divisorOf(aggregate: string, table: TreeTable): number {
  if (aggregate === 'SUM') return 1;
  if (aggregate === 'AVERAGE') return table.roots.length;
  throw unsupportedModel(`The trees are put together by ${aggregate}.`);
}

/** The largest whole number up to which 32 bits have them all. */
const largestCode = 2 ** 24;

/**
 * A number that trees only ever ask "is it this whole number?" is a category (LightGBM's are exported so); asked about
 * it in any other way, it stays a number.
 */
function categoriesByUse(
  table: TreeTable,
  given: readonly SourceColumn[],
): (NumberColumn | CategoryColumn)[] {
  const asked = given.map(() => new Set<number>());
  const ordered = new Uint8Array(given.length);
  table.comparison.forEach((comparison, at) => {
    const feature = table.feature[at]!;
    if (comparison === undefined || feature >= given.length) return;
    const value = table.value[at]!;
    const isCode = Number.isInteger(value) && Math.abs(value) <= largestCode;
    if (comparison === 'BRANCH_EQ' && isCode && table.tracksMissing[at] === 0) asked[feature]!.add(value);
    else if (comparison === 'BRANCH_NEQ' && isCode) asked[feature]!.add(value);
    else ordered[feature] = 1;
  });
  return given.map((column, feature) => {
    if (column.kind === 'text')
      throw unsupportedModel(`The column ${column.name} is text that nothing turns into numbers.`);
    const codes = [...asked[feature]!].sort((a, b) => a - b);
    if (column.kind === 'category' || codes.length === 0 || ordered[feature] === 1) return column;
    return {
      kind: 'category',
      name: column.name,
      vocabulary: codes.map(String),
      values: codes,
      unseen: Number.NaN,
    };
  });
}
