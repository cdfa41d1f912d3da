export interface IsotonicCalibrator {
  readonly kind: 'isotonic';
  /** Increasing scores; between two of them the probability is interpolated, outside it is constant. */
  readonly scores: Float64Array;
  readonly probabilities: Float64Array;
}

/**
 * The best non-decreasing map from score to probability in squared error, by pooling adjacent violators (Ayer et al.
 * 1955; Zadrozny & Elkan 2002). Probabilities stay at least 1 / (total weight + 2) away from 0 and 1, since a
 * finite sample never proves certainty.
 */
export function fitIsotonic(
  scores: Float64Array,
  labels: Float64Array,
  weights: Float64Array,
): IsotonicCalibrator {
  const order = Uint32Array.from(scores, (_, row) => row)
    .filter((row) => weights[row]! > 0)
    .sort((a, b) => scores[a]! - scores[b]! || a - b);
  const blocks: { first: number; last: number; weight: number; mean: number }[] = [];
  let total = 0;
  for (let index = 0; index < order.length; ) {
    const score = scores[order[index]!]!;
    let weight = 0;
    let positive = 0;
    for (; index < order.length && scores[order[index]!]! === score; index++) {
      weight += weights[order[index]!]!;
      positive += weights[order[index]!]! * labels[order[index]!]!;
    }
    total += weight;
    let block = { first: score, last: score, weight, mean: positive / weight };
    for (
      let previous = blocks.at(-1);
      previous !== undefined && previous.mean >= block.mean;
      previous = blocks.at(-1)
    ) {
      const pooled = previous.weight + block.weight;
      const mean = (previous.weight * previous.mean + block.weight * block.mean) / pooled;
      block = { first: previous.first, last: block.last, weight: pooled, mean };
      blocks.pop();
    }
    blocks.push(block);
  }
  const margin = 1 / (total + 2);
  const points = blocks.flatMap(({ first, last, mean }) => {
    const probability = Math.min(Math.max(mean, margin), 1 - margin);
    return first === last
      ? [[first, probability]]
      : [
          [first, probability],
          [last, probability],
        ];
  });
  return {
    kind: 'isotonic',
    scores: Float64Array.from(points, ([score]) => score!),
    probabilities: Float64Array.from(points, ([, probability]) => probability!),
  };
}

export function isotonicProbability({ scores, probabilities }: IsotonicCalibrator, score: number): number {
  const last = scores.length - 1;
  if (score <= scores[0]!) return probabilities[0]!;
  if (score >= scores[last]!) return probabilities[last]!;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (scores[middle]! <= score) low = middle;
    else high = middle;
  }
  const share = (score - scores[low]!) / (scores[high]! - scores[low]!);
  return probabilities[low]! + share * (probabilities[high]! - probabilities[low]!);
}
