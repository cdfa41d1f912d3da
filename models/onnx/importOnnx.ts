import { Problem } from '../../base/problem.ts';
import type { Forest } from '../boosting/forest.ts';
import type { Scale } from '../estimator.ts';
import type { FeatureSpec } from '../featureSchema.ts';
import { attributeReader } from './attribute.ts';
import { applyToColumns } from './columnOperators.ts';
import { invalidModel, unsupportedModel } from './invalidModel.ts';
import type { Meaning, Scores } from './meaning.ts';
import type { MulticlassOnnxTreesData, OnnxTreesData } from './onnxTreesModel.ts';
import type { OnnxGraph, OnnxNode, OnnxValueInfo } from './proto.ts';
import { tensorType } from './proto.ts';
import { decodeProtobuf } from './protobuf.ts';
import { applyToScores } from './scoreOperators.ts';
import type { SourceColumn } from './sourceColumn.ts';
import { takingTurns } from './takingTurns.ts';
import type { ForestSum } from './treeAttributes.ts';
import { type TreesOnColumns, treeScoresOf } from './treeScoresOf.ts';

export interface ImportOptions {
  /** Names of the columns in the graph's order; default: the inputs' names, with a number where one has many columns. */
  readonly features?: readonly string[];
}

/** More columns than this are no table. */
const mostColumns = 100_000;

/**
 * The tree ensemble of an ONNX file, as scikit-learn (skl2onnx), XGBoost and LightGBM (onnxmltools) export it and as
 * `exportOnnx` writes it. `onnxTreesModel` or `multiclassOnnxTreesModel` predicts with the result; of two classes the
 * prediction is the probability of the second.
 *
 * Leaves are added in doubles here and in 32 bits by runtimes; all decisions are the same. The file has no training
 * rows: where it has no hit rates, explanations take every leaf to be equally frequent.
 * @throws Problem artifact_invalid when the bytes are no ONNX model, contradict themselves, or hold something other than
 *   one tree ensemble on plain columns; invalid_input when `features` are not as many as the columns
 */
export function importOnnx(
  bytes: Uint8Array,
  options: ImportOptions = {},
): OnnxTreesData | MulticlassOnnxTreesData {
  const { graph } = decodeProtobuf(bytes);
  const flows = new Map<string, Meaning>();
  const define = (name: string, meaning: Meaning) => {
    if (flows.has(name)) throw invalidModel(`The graph gives the value ${name} twice.`);
    flows.set(name, meaning);
  };
  for (const tensor of graph.initializer) define(tensor.name, { is: 'constant', tensor });
  const columns = inputColumns(graph, options.features);
  const names = columns.flatMap(([, meaning]) => meaning.columns.map(({ name }) => name));
  if (new Set(names).size !== names.length)
    throw unsupportedModel('Two columns of the graph have the same name.');
  for (const [name, meaning] of columns) if (!flows.has(name)) define(name, meaning);
  let trees: TreesOnColumns | undefined;
  for (const node of graph.node) {
    const inputs = node.input
      .filter((name) => name !== '')
      .map((name) => {
        const meaning = flows.get(name);
        if (meaning === undefined)
          throw invalidModel(`${node.opType} takes ${name} before anything gives it.`);
        return meaning;
      });
    if (isTreeEnsemble(node)) {
      if (trees !== undefined) throw unsupportedModel('The graph has several tree ensembles.');
      const [input] = inputs;
      if (input?.is === 'unknown')
        throw unsupportedModel(`The columns pass through ${input.operator} before the trees.`);
      if (input?.is !== 'columns') throw unsupportedModel('The trees do not stand on columns of the input.');
      trees = treeScoresOf(node, input.columns);
      const results: Meaning[] =
        node.opType === 'TreeEnsembleClassifier'
          ? [{ is: 'label', classes: trees.scores.classes }, trees.scores]
          : [trees.scores];
      node.output.forEach((name, index) => {
        const result = results[index];
        if (name !== '' && result !== undefined) define(name, result);
      });
      continue;
    }
    const meaning = apply(node, inputs) ?? { is: 'unknown', operator: node.opType };
    for (const name of node.output) if (name !== '') define(name, meaning);
  }
  if (trees === undefined) throw unsupportedModel('The graph has no tree ensemble.');
  return dataOf(
    trees,
    graph.output.map(({ name }) => flows.get(name)),
  );
}

function isTreeEnsemble({ opType, domain }: OnnxNode): boolean {
  return (
    domain === 'ai.onnx.ml' && (opType === 'TreeEnsembleClassifier' || opType === 'TreeEnsembleRegressor')
  );
}

function apply(node: OnnxNode, inputs: readonly Meaning[]): Meaning | undefined {
  if (node.domain !== '' && node.domain !== 'ai.onnx' && node.domain !== 'ai.onnx.ml') return undefined;
  if (node.opType === 'Constant') {
    const tensor = node.attribute.find(({ name }) => name === 'value')?.t;
    return tensor ? { is: 'constant', tensor } : undefined;
  }
  const [first] = inputs;
  if (inputs.some(({ is }) => is === 'scores')) return applyToScores(node, inputs);
  if (first?.is === 'columns') return applyToColumns(node, inputs);
  const label = inputs.find(({ is }) => is === 'label');
  const names = node.opType === 'LabelEncoder' ? attributeReader(node).texts('values_strings') : [];
  return label !== undefined && names.length > 0 ? { is: 'label', classes: names } : label;
}

function inputColumns(
  graph: OnnxGraph,
  features: readonly string[] | undefined,
): [string, Meaning & { readonly is: 'columns' }][] {
  const constants = new Set(graph.initializer.map(({ name }) => name));
  const inputs = graph.input.filter(({ name }) => !constants.has(name));
  const counts = inputs.map((input) => columnCount(input, graph, inputs.length === 1 ? features : undefined));
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total > mostColumns) throw invalidModel(`The graph has ${total} input columns.`);
  if (features !== undefined && (features.length !== total || new Set(features).size !== total))
    throw new Problem(
      'invalid_input',
      `The graph has ${total} columns, which need as many different names.`,
      {
        findings: [
          {
            path: 'features',
            message: 'not one name per column',
            received: features.length,
            allowed: `${total}`,
          },
        ],
      },
    );
  let taken = 0;
  return inputs.map((input, index) => {
    const count = counts[index]!;
    const columns = Array.from({ length: count }, (_, at): SourceColumn => {
      const name = features?.[taken + at] ?? (count === 1 ? input.name : `${input.name}_${at}`);
      return columnOf(input, name);
    });
    taken += count;
    return [input.name, { is: 'columns', columns }];
  });
}

function columnOf({ name: input, type }: OnnxValueInfo, name: string): SourceColumn {
  const elements = type?.tensorType?.elemType;
  if (elements === tensorType.float) return { kind: 'number', name, bits: 32 };
  if (elements === tensorType.double) return { kind: 'number', name, bits: 64 };
  if (elements === tensorType.string) return { kind: 'text', name };
  throw unsupportedModel(`The input ${input} is neither numbers nor text.`);
}

/** As the input's shape says; else as many as names are given or trees ask for. */
function columnCount(
  input: OnnxValueInfo,
  graph: OnnxGraph,
  features: readonly string[] | undefined,
): number {
  const count = input.type?.tensorType?.shape?.dim[1]?.dimValue ?? 0;
  if (Number.isSafeInteger(count) && count > 0) return count;
  let asked = 0;
  for (const node of graph.node)
    if (isTreeEnsemble(node))
      for (const feature of attributeReader(node).indices('nodes_featureids'))
        asked = Math.max(asked, feature + 1);
  return features?.length ?? asked;
}

/** Whether no leaf takes away, as the votes of a forest. */
const adds = ({ feature, value }: Forest): boolean =>
  value.every((each, node) => feature[node]! >= 0 || each >= 0);

const scaleOf: Readonly<Record<Scores['link'], Scale>> = {
  none: 'value',
  votes: 'probability',
  sigmoid: 'log-odds',
  softmax: 'log-odds',
  exponential: 'log',
};

function dataOf(
  { columns }: TreesOnColumns,
  outputs: readonly (Meaning | undefined)[],
): OnnxTreesData | MulticlassOnnxTreesData {
  for (const output of outputs) {
    if (output === undefined) throw invalidModel('The graph lacks a result that it promises.');
    if (output.is === 'unknown')
      throw unsupportedModel(`What the trees answer passes through ${output.operator}.`);
  }
  const found = outputs.filter((output) => output?.is === 'scores');
  const scores = found.find(({ link }) => link !== 'none') ?? found[0];
  if (scores === undefined) throw unsupportedModel('No result of the graph is the score of its trees.');
  if (scores.part === 'other')
    throw unsupportedModel('The graph answers the probability of the first class.');
  const labels = outputs.find((output) => output?.is === 'label');
  const classes = scores.classes ?? (labels?.is === 'label' ? labels.classes : undefined);
  const features = columns.map(
    (column): FeatureSpec =>
      column.kind === 'number'
        ? { kind: 'numeric', name: column.name }
        : { kind: 'categorical', name: column.name, vocabulary: column.vocabulary },
  );
  const sums = scores.sums.map((sum) => times(sum, scores.factor, scores.shift));
  const [only] = sums;
  if (sums.length === 1) return { kind: 'onnx-trees', scale: scaleOf[scores.link], features, ...only! };
  if (classes?.length !== sums.length)
    throw unsupportedModel('The trees add up to several numbers that are not classes.');
  const votes = scores.link !== 'softmax';
  if (votes && !sums.every(({ forest }) => adds(forest)))
    throw unsupportedModel('The trees add up to scores of classes that nothing turns into probabilities.');
  return {
    kind: 'multiclass-onnx-trees',
    scale: votes ? 'probability' : 'log-odds',
    classes,
    features,
    baseScores: Float64Array.from(sums, ({ baseScore }) => baseScore),
    forest: takingTurns(sums.map(({ forest }) => forest)),
  };
}

function times({ forest, baseScore }: ForestSum, factor: number, shift: number): ForestSum {
  const scaled = (value: number, node: number) => (forest.feature[node]! < 0 ? value * factor : value);
  return {
    baseScore: baseScore * factor + shift,
    forest: factor === 1 ? forest : { ...forest, value: forest.value.map(scaled) },
  };
}
