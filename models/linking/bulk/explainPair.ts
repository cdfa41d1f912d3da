import { sigmoid } from '../../numeric/sigmoid.ts';
import { type ComparedField, missingLevel } from './comparisonPlan.ts';
import type { FieldValues } from './fieldValues.ts';
import type { PairScorer } from './pairScorer.ts';

/** What one field, or several judged jointly, says about a pair. */
export interface FieldEvidence {
  readonly field: string;
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

/** @param fields their values; the compared ones are found by their names */
export function explainPair(
  scorer: PairScorer,
  fields: readonly FieldValues[],
  a: number,
  b: number,
): PairExplanation {
  const { comparison, variables, priorLogOdds } = scorer;
  const levels = new Uint8Array(comparison.fieldCount);
  comparison.compare(a, b, levels);
  const text = ({ name }: ComparedField, row: number) => {
    const { codes, words } = fields.find((field) => field.name === name)!;
    return codes[row]! < 0 ? null : words[codes[row]!]!;
  };
  const joined = (parts: readonly (string | null)[]) => {
    const said = parts.filter((part) => part !== null);
    return said.length === 0 ? null : said.join(', ');
  };
  const evidence = variables.map(({ fields: numbers }, variable): FieldEvidence => {
    const compared = numbers.map((field) => comparison.plan.fields[field]!);
    return {
      field: compared.map(({ name }) => name).join(', '),
      left: joined(compared.map((field) => text(field, a))),
      right: joined(compared.map((field) => text(field, b))),
      level: compared
        .map(({ levelNames }, at) => {
          const level = levels[numbers[at]!]!;
          return level === missingLevel ? 'not said' : levelNames[level]!;
        })
        .join(', '),
      weight: scorer.weight(variable, levels, 0),
    };
  });
  const household = scorer.householdWeight(levels, 0);
  if (household !== undefined) {
    const level = household < -0.1 ? 'people of one household agree as well' : 'nothing hints at one';
    evidence.push({ field: 'household', left: null, right: null, level, weight: household });
  }
  let logOdds = evidence.reduce((sum, { weight }) => sum + weight, priorLogOdds);
  const judged = scorer.judged(a, b);
  if (judged !== undefined) {
    const level = judged > 0 ? 'somebody judged it a match' : 'somebody judged it no match';
    evidence.push({ field: 'label', left: null, right: null, level, weight: judged - logOdds });
    logOdds = judged;
  }
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
