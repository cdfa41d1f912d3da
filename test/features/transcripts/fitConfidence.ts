import { fileURLToPath } from 'node:url';
import type { ConfidenceFeatures, ExtractedField } from '../../../features/transcripts/confidence.ts';
import { extractIdentity } from '../../../features/transcripts/extractIdentity.ts';
import { deteriorated } from './deteriorated.ts';
import {
  callAt,
  expectedForms,
  fields,
  type LabelledUtterance,
  readUtterances,
} from './labelledUtterances.ts';

/** One extracted value: what speaks for it, and whether it is right. */
export interface Example {
  readonly utterance: number;
  readonly field: ExtractedField;
  readonly features: ConfidenceFeatures;
  readonly right: 0 | 1;
}

export function examplesOf(utterances: readonly LabelledUtterance[]): Example[] {
  return utterances.flatMap((utterance) => {
    const expected = expectedForms(utterance);
    return deteriorated(utterance.text, utterance.id).flatMap((text) => {
      const seen: { field: ExtractedField; features: ConfidenceFeatures }[] = [];
      const answer = extractIdentity(text, { callAt }, (field, features) => {
        seen.push({ field, features });
        return seen.length - 1;
      });
      return fields.flatMap((field): Example[] => {
        // The company is compared as written and the service has no confidence.
        if (field === 'service' || field === 'company') return [];
        const one = answer[field];
        if (one === undefined) return [];
        const { field: kind, features } = seen[one.confidence] as (typeof seen)[number];
        const right = one.normalized === expected[field] ? 1 : 0;
        return [{ utterance: utterance.id, field: kind, features, right }];
      });
    });
  });
}

/** Everything that has a weight: the features, the field and the intercept. */
const inputs = ({ field, features }: Example) => ({ intercept: 1, [field]: 1, ...features });

function logOdds(weights: ReadonlyMap<string, number>, features: ConfidenceFeatures): number {
  let sum = 0;
  for (const [name, value] of Object.entries(features)) sum += (weights.get(name) ?? 0) * value;
  return sum;
}

/** Logistic regression by gradient descent; ridge on everything but the intercept. */
export function fitWeights(examples: readonly Example[], ridge = 1): Map<string, number> {
  const weights = new Map<string, number>();
  const rows = examples.map((example) => ({ features: inputs(example), right: example.right }));
  for (const { features } of rows) for (const name of Object.keys(features)) weights.set(name, 0);
  for (let round = 0; round < 4000; round++) {
    const slopes = new Map<string, number>();
    for (const { features, right } of rows) {
      const error = 1 / (1 + Math.exp(-logOdds(weights, features))) - right;
      for (const [name, value] of Object.entries(features))
        slopes.set(name, (slopes.get(name) ?? 0) + error * value);
    }
    for (const [name, weight] of weights) {
      const slope = (slopes.get(name) ?? 0) + (name === 'intercept' ? 0 : ridge * weight);
      weights.set(name, weight - (0.5 / examples.length) * slope);
    }
  }
  return weights;
}

export interface Calibration {
  readonly brier: number;
  /** Brier score of the share of right values, said of every value. */
  readonly brierOfShare: number;
  /** Expected calibration error over ten groups of equal size. */
  readonly calibrationError: number;
}

export function calibration(pairs: readonly (readonly [confidence: number, right: number])[]): Calibration {
  const share = pairs.reduce((sum, [, right]) => sum + right, 0) / pairs.length;
  const sorted = [...pairs].sort((a, b) => a[0] - b[0]);
  let error = 0;
  for (let group = 0; group < 10; group++) {
    const part = sorted.slice((group * sorted.length) / 10, ((group + 1) * sorted.length) / 10);
    error += Math.abs(part.reduce((sum, [confidence, right]) => sum + confidence - right, 0)) / sorted.length;
  }
  const brier = pairs.reduce((sum, [confidence, right]) => sum + (confidence - right) ** 2, 0) / pairs.length;
  return { brier, brierOfShare: share * (1 - share), calibrationError: error };
}

/** Five folds by utterance: every confidence comes from weights that have not seen the utterance. */
export function crossValidated(examples: readonly Example[]): Calibration {
  const pairs: [number, number][] = [];
  for (let fold = 0; fold < 5; fold++) {
    const inFold = ({ utterance }: Example) => Math.floor(utterance / 2) % 5 === fold;
    const weights = fitWeights(examples.filter((example) => !inFold(example)));
    for (const example of examples.filter(inFold))
      pairs.push([1 / (1 + Math.exp(-logOdds(weights, inputs(example)))), example.right]);
  }
  return calibration(pairs);
}

// Run by hand after the grammar has changed: npx tsx test/features/transcripts/fitConfidence.ts
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const examples = examplesOf(readUtterances('./utterances.ndjson'));
  const weights = [...fitWeights(examples)].map(([name, weight]) => `  ${name}: ${weight.toFixed(3)},`);
  process.stdout.write(`${weights.join('\n')}\n`);
  process.stdout.write(`${JSON.stringify({ examples: examples.length, ...crossValidated(examples) })}\n`);
}
