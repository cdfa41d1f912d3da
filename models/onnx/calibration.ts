import type { Calibrator } from '../calibration/calibrator.ts';
import { voteMargin } from '../calibration/logOdds.ts';
import type { Scale } from '../estimator.ts';
import { int } from './attribute.ts';
import type { Flow, GraphBuilder } from './graphBuilder.ts';

/** P(class 1) as doubles [rows, 1] from a score in log-odds. */
export function calibrated(graph: GraphBuilder, score: Flow, calibrator: Calibrator): Flow {
  switch (calibrator.kind) {
    case 'identity':
      return graph.apply('Sigmoid', [score]);
    case 'temperature':
      return graph.apply('Sigmoid', [times(graph, score, calibrator.sharpness)]);
    case 'platt':
      return graph.apply('Sigmoid', [
        plus(graph, times(graph, score, calibrator.slope), calibrator.intercept),
      ]);
    case 'beta': {
      const high = times(graph, softplus(graph, score), calibrator.b);
      const low = times(graph, softplus(graph, times(graph, score, -1)), -calibrator.a);
      return graph.apply('Sigmoid', [plus(graph, graph.apply('Add', [high, low]), calibrator.c)]);
    }
    case 'isotonic':
      return interpolated(graph, score, calibrator);
  }
}

/** A classifier's raw score on the scale that calibrators read (see calibration/logOdds.ts). */
export function logOdds(graph: GraphBuilder, score: Flow, scale: Scale): Flow {
  if (scale !== 'probability') return score;
  const votes = plus(graph, score, voteMargin);
  const others = plus(graph, times(graph, score, -1), 1 + voteMargin);
  return graph.apply('Log', [graph.apply('Div', [votes, others])]);
}

/** ln(1 + e^x); onnxruntime has no Softplus of doubles. */
function softplus(graph: GraphBuilder, x: Flow): Flow {
  const falling = graph.apply('Exp', [times(graph, graph.apply('Abs', [x]), -1)]);
  return graph.apply('Add', [
    graph.apply('Max', [x, graph.constant([0])]),
    graph.apply('Log', [plus(graph, falling, 1)]),
  ]);
}

const times = (graph: GraphBuilder, flow: Flow, factor: number) =>
  graph.apply('Mul', [flow, graph.constant([factor])]);
const plus = (graph: GraphBuilder, flow: Flow, term: number) =>
  graph.apply('Add', [flow, graph.constant([term])]);

/** A line from point to point, as the sum of what each piece has risen up to the score. */
function interpolated(
  graph: GraphBuilder,
  score: Flow,
  points: { readonly scores: Float64Array; readonly probabilities: Float64Array },
): Flow {
  const { scores, probabilities } = points;
  if (scores.length === 1) return plus(graph, times(graph, score, 0), probabilities[0]!);
  const lengths = scores.slice(1).map((end, piece) => end - scores[piece]!);
  const slopes = lengths.map((length, piece) => (probabilities[piece + 1]! - probabilities[piece]!) / length);
  const beyond = graph.apply('Sub', [score, graph.constant(scores.slice(0, -1))]);
  const started = graph.apply('Max', [beyond, graph.constant([0])]);
  const travelled = graph.apply('Min', [started, graph.constant(lengths)]);
  const risen = graph.apply('Mul', [travelled, graph.constant(slopes)]);
  const total = graph.apply('ReduceSum', [risen, graph.constant([1], 'int64', [1])], [int('keepdims', 1)]);
  return plus(graph, total, probabilities[0]!);
}
