import type { FeatureSpec } from '../featureSchema.ts';
import { int } from './attribute.ts';
import { categoryCodes } from './columnInputs.ts';
import type { Flow, GraphBuilder } from './graphBuilder.ts';
import { tensorType } from './proto.ts';
import { type ForestSum, treeAttributes } from './treeAttributes.ts';

/** Raw scores of trees as doubles [rows, sums.length]. */
export function treeScores(
  graph: GraphBuilder,
  features: readonly FeatureSpec[],
  sums: readonly ForestSum[],
): Flow {
  const columns = features.map((feature) =>
    feature.kind === 'numeric' ? feature.name : categoryCodes(graph, feature.name, feature.vocabulary),
  );
  const table = graph.apply('Concat', columns, [int('axis', 1)]);
  const categoryCounts = features.map((feature) =>
    feature.kind === 'numeric' ? 0 : feature.vocabulary.length,
  );
  const scores = graph.apply('ml:TreeEnsembleRegressor', [table], treeAttributes(sums, categoryCounts));
  return graph.apply('Cast', [scores], [int('to', tensorType.double)]);
}
