import { sigmoid } from '../../numeric/sigmoid.ts';
import type { PairScorer } from './pairScorer.ts';
import { missingLevel } from './recordComparison.ts';

/** What one field says about a pair. */
export interface FieldEvidence {
  readonly field: string;
  readonly kind: string;
  /** Normal forms; null where nothing is said. */
  readonly left: string | null;
  readonly right: string | null;
  readonly level: string;
  /** log P(level | match) / P(level | no match), natural logarithm; 0 where one side says nothing. */
  readonly weight: number;
}

export interface PairExplanation {
  readonly probability: number;
  readonly logOdds: number;
  /** Log-odds of a pair of which nothing is known. */
  readonly prior: number;
  /** Strongest first; prior and weights sum to the log-odds. */
  readonly evidence: readonly FieldEvidence[];
}

export function explainPair(scorer: PairScorer, a: number, b: number): PairExplanation {
  const { comparison, weights, priorLogOdds } = scorer;
  const levels = new Uint8Array(comparison.fields.length);
  comparison.compare(a, b, levels);
  const evidence = comparison.fields.map(({ values, levelNames }, field): FieldEvidence => {
    const level = levels[field]!;
    const text = (row: number) => (values.codes[row]! < 0 ? null : values.words[values.codes[row]!]!);
    return {
      field: values.name,
      kind: values.kind,
      left: text(a),
      right: text(b),
      level: level === missingLevel ? 'not said' : levelNames[level]!,
      weight: level === missingLevel ? 0 : weights[field]![level]!,
    };
  });
  const logOdds = evidence.reduce((sum, { weight }) => sum + weight, priorLogOdds);
  evidence.sort((one, other) => Math.abs(other.weight) - Math.abs(one.weight));
  return { probability: sigmoid(logOdds), logOdds, prior: priorLogOdds, evidence };
}

/** The explanation for people; weights in bits. */
export function explanationText(explanation: PairExplanation): string {
  const bits = (nats: number) => `${nats >= 0 ? '+' : '-'}${Math.abs(nats / Math.LN2).toFixed(1)}`;
  const lines = explanation.evidence.map(
    ({ field, left, right, level, weight }) =>
      `${bits(weight).padStart(6)}  ${field}: ${level} (${left ?? '-'} | ${right ?? '-'})`,
  );
  return [
    `probability ${explanation.probability.toPrecision(4)}; match weights in bits:`,
    `${bits(explanation.prior).padStart(6)}  before anything was compared`,
    ...lines,
    `${bits(explanation.logOdds).padStart(6)}  together`,
  ].join('\n');
}
