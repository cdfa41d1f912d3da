import { missing } from './comparisonFields.ts';

/** Something a model of the caller's side made of a call: where the voice, or the way to behave, lies among others. */
export interface Embedding {
  /** Which model made it: vectors of different kinds say nothing about each other. */
  readonly kind: string;
  /** The vector at length 1: only its direction is compared, and no more is kept. */
  readonly direction: Float32Array;
}

/** Least mean cosine of the levels above the lowest; see comparisonFields. */
const leastCosines = [0.2, 0.4, 0.6, 0.8];

/** Of so many calls of a customer, the latest, the mean is taken: more would cost time and hardly turn it. */
export const rememberedCalls = 32;

/** Sums of directions shorter than this come from vectors that cancel each other, and point nowhere. */
const shortest = 1e-6;

/**
 * The vector at length 1.
 * @param values finite numbers, not all 0
 */
export function directionOf(values: readonly number[]): Float32Array {
  // Divided first, so that no square overflows or vanishes.
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const length = Math.sqrt(values.reduce((sum, value) => sum + (value / largest) ** 2, 0));
  return Float32Array.from(values, (value) => value / largest / length);
}

/** Cosine between the direction and the mean of those of its kind and dimension; undefined where there are none. */
function cosineWithMean(
  { kind, direction }: Embedding,
  calls: readonly (readonly Embedding[])[],
): number | undefined {
  const sum = new Float64Array(direction.length);
  for (const embeddings of calls)
    for (const known of embeddings) {
      if (known.kind !== kind || known.direction.length !== direction.length) continue;
      for (let at = 0; at < sum.length; at++) sum[at]! += known.direction[at]!;
    }
  let squares = 0;
  let product = 0;
  for (let at = 0; at < sum.length; at++) {
    squares += sum[at]! ** 2;
    product += sum[at]! * direction[at]!;
  }
  const length = Math.sqrt(squares);
  return length < shortest ? undefined : product / length;
}

/**
 * Level of the field `embedding`: the cosine between the vector of a call and the mean direction of the customer's, the
 * mean over the kinds that both have; -1 where there is none.
 * @param asked of the call
 * @param calls of each of the customer's calls
 */
export function embeddingLevel(
  asked: readonly Embedding[],
  calls: readonly (readonly Embedding[])[],
): number {
  let sum = 0;
  let kinds = 0;
  for (const embedding of asked) {
    const cosine = cosineWithMean(embedding, calls);
    if (cosine === undefined) continue;
    sum += cosine;
    kinds++;
  }
  if (kinds === 0) return missing;
  const mean = sum / kinds;
  return leastCosines.filter((least) => mean >= least).length;
}
