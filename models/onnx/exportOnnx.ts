import type { ModelData, Scale } from '../estimator.ts';
import { int, ints, texts } from './attribute.ts';
import { columnInputs } from './columnInputs.ts';
import { type Flow, type GraphBuilder, graphBuilder } from './graphBuilder.ts';
import { type GraphPlan, graphPlan } from './graphPlan.ts';
import { tensorType } from './proto.ts';
import { encodeProtobuf } from './protobuf.ts';

/** Of 2021: old enough for the runtimes in use. */
const versions = { ir: 8, operators: 15, ml: 3 };

/**
 * A trained model as an ONNX file. It has one input per feature, called as the feature: float32 [rows, 1] for a number
 * (NaN when missing), text [rows, 1] for a category (the input's doc_string says which text is missing, mostly '').
 *
 * A classifier answers `label` [rows], `probabilities` [rows, classes] and `raw_score`, any other model `prediction`
 * [rows, 1] and `raw_score`, all in 32 bits. Trees decide as here for every input of 32 bits, and differ in the sum of
 * the leaves, which runtimes take in 32 bits; linear models and calibration are computed in doubles.
 * @throws Problem invalid_input when there is no ONNX form for this kind of model, or it has no features
 */
export function exportOnnx(data: ModelData): Uint8Array {
  const plan = graphPlan(data);
  const graph = graphBuilder(columnInputs(plan.features));
  const score = plan.scores(graph);
  if (plan.classes !== undefined) answerClasses(graph, score, plan.scale, plan.classes);
  else if (plan.scale === 'log-odds' || plan.scale === 'probability') answerProbability(graph, score, plan);
  else answer(graph, 'prediction', plan.scale === 'log' ? graph.apply('Exp', [score]) : score, 1);
  answer(graph, 'raw_score', score, plan.classes?.length ?? 1);
  return encodeProtobuf({
    irVersion: versions.ir,
    producerName: 'linkloop',
    producerVersion: '',
    opsetImport: [
      { domain: '', version: versions.operators },
      { domain: 'ai.onnx.ml', version: versions.ml },
    ],
    metadataProps: [{ key: 'kind', value: data.kind }],
    graph: graph.build(data.kind),
  });
}

function answerProbability(graph: GraphBuilder, score: Flow, plan: GraphPlan): void {
  const probability =
    plan.probability?.(graph, score) ??
    (plan.scale === 'log-odds'
      ? graph.apply('Sigmoid', [score])
      : graph.apply('Min', [score, graph.constant([1])]));
  const other = graph.apply('Sub', [graph.constant([1]), probability]);
  const both = graph.apply('Concat', [other, probability], [int('axis', 1)]);
  graph.output('label', likeliest(graph, both), 'int64');
  answer(graph, 'probabilities', both, 2);
}

function answerClasses(graph: GraphBuilder, scores: Flow, scale: Scale, classes: readonly string[]): void {
  const probabilities = scale === 'log-odds' ? graph.apply('Softmax', [scores], [int('axis', 1)]) : scores;
  const index = likeliest(graph, probabilities);
  const codes = classes.map((_, code) => code);
  const label = [ints('keys_int64s', codes), texts('values_strings', classes)];
  graph.output('label', graph.apply('ml:LabelEncoder', [index], label), 'string');
  answer(graph, 'probabilities', probabilities, classes.length);
}

const likeliest = (graph: GraphBuilder, probabilities: Flow): Flow =>
  graph.apply('ArgMax', [probabilities], [int('axis', 1), int('keepdims', 0)]);

function answer(graph: GraphBuilder, name: string, values: Flow, columns: number): void {
  graph.output(name, graph.apply('Cast', [values], [int('to', tensorType.float)]), 'float', columns);
}
