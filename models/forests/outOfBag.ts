/** What the trees that have not seen a row say of it: an honest prediction without held-out rows. */
export interface OutOfBag {
  /** Per training row with positive weight, in their order; NaN where every tree has seen it. */
  readonly predictions: Float64Array;
  /** Weighted mean squared error of these predictions; the Brier score of classes 0 and 1. */
  readonly error: number;
}

/** Collects votes tree by tree. */
interface OutOfBagVotes {
  /** Counts the tree's vote for every row it has drawn 0 times. */
  add(counts: Uint8Array, vote: (row: number) => number): void;
  result(weights: Float64Array): OutOfBag;
}

export function outOfBagVotes(target: Float64Array): OutOfBagVotes {
  const sums = new Float64Array(target.length);
  const votes = new Uint32Array(target.length);
  return {
    add(counts, vote) {
      for (let row = 0; row < sums.length; row++) {
        if (counts[row] !== 0) continue;
        sums[row]! += vote(row);
        votes[row]!++;
      }
    },
    result(weights) {
      const predictions = sums.map((sum, row) => sum / votes[row]!);
      let error = 0;
      let total = 0;
      predictions.forEach((prediction, row) => {
        if (votes[row] === 0) return;
        error += weights[row]! * (prediction - target[row]!) ** 2;
        total += weights[row]!;
      });
      return { predictions, error: error / total };
    },
  };
}
