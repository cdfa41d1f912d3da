import type { LinearFeature } from '../linear/linearFeature.ts';
import { int } from './attribute.ts';
import { categoryLookup } from './columnInputs.ts';
import type { Flow, GraphBuilder } from './graphBuilder.ts';
import { tensorType } from './proto.ts';

type Numeric = LinearFeature & { readonly kind: 'numeric' };
type Categorical = LinearFeature & { readonly kind: 'categorical' };

/**
 * Raw scores of a linear model as doubles [rows, outputs].
 * @param features of each output, which differ in nothing but their coefficients
 */
export function linearScores(
  graph: GraphBuilder,
  intercepts: ArrayLike<number>,
  features: readonly (readonly LinearFeature[])[],
): Flow {
  const ofKind = <Kind extends LinearFeature>(kind: Kind['kind']): readonly (readonly Kind[])[] =>
    features[0]!
      .map((_, at) => features.map((ofOutput) => ofOutput[at]!))
      .filter((outputs): outputs is Kind[] => outputs[0]!.kind === kind);
  const numbers = ofKind<Numeric>('numeric');
  const terms = ofKind<Categorical>('categorical').map((outputs) => categoryTerm(graph, outputs));
  if (numbers.length > 0) terms.push(...numericTerms(graph, numbers));
  return graph.apply('Sum', [graph.constant(intercepts), ...terms]);
}

function categoryTerm(graph: GraphBuilder, outputs: readonly Categorical[]): Flow {
  const { name, vocabulary } = outputs[0]!;
  return categoryLookup(graph, name, vocabulary, {
    ofCategories: vocabulary.map((_, code) => outputs.map(({ coefficients }) => coefficients[code]!)),
    missing: outputs.map(({ missingCoefficient }) => missingCoefficient),
    unseen: outputs.map(() => 0),
  });
}

/** What present numbers add, and what missing ones do. */
function numericTerms(graph: GraphBuilder, features: readonly (readonly Numeric[])[]): [Flow, Flow] {
  const first = features.map(([feature]) => feature!);
  const each = (value: (feature: Numeric) => number) => graph.constant(first.map(value));
  const matrix = (value: (feature: Numeric) => number) =>
    graph.constant(
      features.flatMap((outputs) => outputs.map(value)),
      'double',
      [features.length, features[0]!.length],
    );
  const names = first.map(({ name }) => name);
  const inputs = graph.apply('Concat', names, [int('axis', 1)]);
  const missing = graph.apply('IsNaN', [inputs]);
  const values = graph.apply('Cast', [inputs], [int('to', tensorType.double)]);
  const raised = graph.apply('Max', [values, each(({ minimum }) => minimum)]);
  const clipped = graph.apply('Min', [raised, each(({ maximum }) => maximum)]);
  const centred = graph.apply('Sub', [clipped, each(({ mean }) => mean)]);
  const present = graph.apply('Where', [missing, graph.constant([0]), centred]);
  const absent = graph.apply('Cast', [missing], [int('to', tensorType.double)]);
  return [
    graph.apply('MatMul', [present, matrix(({ coefficient, scale }) => coefficient / scale)]),
    graph.apply('MatMul', [absent, matrix(({ missingCoefficient }) => missingCoefficient)]),
  ];
}
