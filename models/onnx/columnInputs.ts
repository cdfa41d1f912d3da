import { Problem } from '../../base/problem.ts';
import type { FeatureSpec } from '../featureSchema.ts';
import { float, floats, int, ints, texts } from './attribute.ts';
import type { Flow, GraphBuilder, GraphInput } from './graphBuilder.ts';

/**
 * One input per feature: a number as float32 [rows, 1], NaN when missing; a category as text [rows, 1].
 * @throws Problem invalid_input when there is no feature, or one without a name
 */
export function columnInputs(features: readonly FeatureSpec[]): GraphInput[] {
  if (features.length === 0 || features.some(({ name }) => name === ''))
    throw new Problem('invalid_input', 'An ONNX graph needs at least one feature, and a name for each.', {
      remedy: 'Train the model on named columns.',
    });
  return features.map((feature) => ({
    name: feature.name,
    type: feature.kind === 'numeric' ? 'float' : 'string',
    ...(feature.kind === 'categorical'
      ? { docString: `a category; '${missingText(feature.vocabulary)}' is missing` }
      : {}),
  }));
}

/** The text that stands for a missing category: '' unless that is a category itself. */
function missingText(vocabulary: readonly string[]): string {
  let text = '';
  while (vocabulary.includes(text)) text = text === '' ? 'missing' : `${text}_`;
  return text;
}

/** Categories as numbers of 32 bits: the code, NaN when missing or unseen. */
export function categoryCodes(graph: GraphBuilder, input: Flow, vocabulary: readonly string[]): Flow {
  const known = vocabulary.length > 0;
  return graph.apply(
    'ml:LabelEncoder',
    [input],
    [
      texts('keys_strings', known ? vocabulary : [missingText(vocabulary)]),
      floats('values_floats', known ? vocabulary.map((_, code) => code) : [Number.NaN]),
      float('default_float', Number.NaN),
    ],
  );
}

/** Numbers looked up by category: one row of doubles [outputs] for each, one for missing and one for unseen. */
export function categoryLookup(
  graph: GraphBuilder,
  input: Flow,
  vocabulary: readonly string[],
  rows: {
    readonly ofCategories: readonly (readonly number[])[];
    readonly missing: readonly number[];
    readonly unseen: readonly number[];
  },
): Flow {
  const keys = [...vocabulary, missingText(vocabulary)];
  const index = graph.apply(
    'ml:LabelEncoder',
    [input],
    [
      texts('keys_strings', keys),
      ints(
        'values_int64s',
        keys.map((_, code) => code),
      ),
      int('default_int64', keys.length),
    ],
  );
  const table = [...rows.ofCategories, rows.missing, rows.unseen];
  const found = graph.apply('Gather', [
    graph.constant(table.flat(), 'double', [table.length, rows.missing.length]),
    index,
  ]);
  return graph.apply('ReduceSum', [found, graph.constant([1], 'int64', [1])], [int('keepdims', 0)]);
}
