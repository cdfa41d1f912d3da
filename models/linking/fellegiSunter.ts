import type { ComparisonVector } from './comparison.ts';
import { comparisonFields } from './comparisonFields.ts';

/** Parameters of the Fellegi-Sunter model. */
export interface FellegiSunterData {
  /** Per field and level: P(level | the caller is this customer, both sides say something). */
  readonly match: readonly (readonly number[])[];
  /** The same for a customer drawn at random. */
  readonly random: readonly (readonly number[])[];
  /** Share of calls whose caller is a customer, in (0, 1). */
  readonly known: number;
  /** Number of customers one call is compared with. */
  readonly population: number;
}

/** Parameters before any call was seen. */
export function expectedFellegiSunter(population: number): FellegiSunterData {
  return {
    match: comparisonFields.map((field) => [...field.expectedMatch]),
    random: comparisonFields.map((field) => [...field.expectedRandom]),
    known: 0.7,
    population,
  };
}

/**
 * Evidence of one field: log of P(level | same person) / P(level | random customer), 0 where one side says nothing or
 * the model does not know the field. Exact agreement counts by how rare the agreeing value is (Winkler's frequency-based matching).
 */
export function fieldWeight(data: FellegiSunterData, comparison: ComparisonVector, field: number): number {
  const level = comparison.levels[field]!;
  if (level < 0) return 0;
  const match = data.match[field];
  // A field that came after the model was fitted says nothing to it.
  if (match === undefined) return 0;
  const frequency = comparison.frequencies[field]!;
  const random = frequency > 0 ? frequency : data.random[field]![level]!;
  return Math.log(match[level]! / random);
}

/** Sum of the evidence of all fields, natural log. */
export function matchWeight(data: FellegiSunterData, comparison: ComparisonVector): number {
  let sum = 0;
  for (let field = 0; field < comparisonFields.length; field++) sum += fieldWeight(data, comparison, field);
  return sum;
}

/**
 * P(the caller is candidate i), for each, and P(none of them), from weights of candidates: the caller is one of
 * `population` customers, each as likely as the other, or with probability 1 - known somebody else.
 */
export function posterior(
  data: FellegiSunterData,
  weights: readonly number[],
): { each: number[]; none: number } {
  const prior = Math.log(data.known / data.population);
  const scores = weights.map((weight) => weight + prior);
  const noneScore = Math.log(1 - data.known);
  const top = Math.max(noneScore, ...scores);
  const exponentials = scores.map((score) => Math.exp(score - top));
  const none = Math.exp(noneScore - top);
  const total = exponentials.reduce((sum, value) => sum + value, none);
  return { each: exponentials.map((value) => value / total), none: none / total };
}
