import type { Grower } from '../../boosting/grower.ts';
import type { Objective } from '../../boosting/objective.ts';

/** Calls whose candidates are the rows of a table, one after the other. */
export interface RankedCalls {
  /** First row of each call, one more at the end. */
  readonly firstRow: Int32Array;
  /** Score of each row against "none" of its call, before trees. */
  readonly offsets: Float64Array;
  /** Row of the right candidate; -1: none of them. */
  readonly right: Int32Array;
  readonly weights: Float64Array;
}

const smallestHessian = 1e-6;

/**
 * The conditional logit as a loss of boosted trees: in each call P(candidate) is proportional to exp(offset + trees), that
 * of "none of them" to 1. Derivatives by the score of a row: w (P - right) and w P (1 - P), the diagonal of the hessian.
 */
export function groupedSoftmax(calls: RankedCalls, grower: Grower): Objective {
  const { firstRow, offsets, right, weights } = calls;
  const scores = grower.scores(0);
  const callCount = right.length;
  const probability = new Float64Array(offsets.length);
  const losses = new Float64Array(callCount);

  const evaluate = () => {
    for (let call = 0; call < callCount; call++) {
      const [first, end] = [firstRow[call]!, firstRow[call + 1]!];
      let top = 0;
      for (let row = first; row < end; row++) top = Math.max(top, scores[row]!);
      let total = Math.exp(-top);
      for (let row = first; row < end; row++) total += Math.exp(scores[row]! - top);
      for (let row = first; row < end; row++) probability[row] = Math.exp(scores[row]! - top) / total;
      const chosen = right[call]! < 0 ? 0 : scores[right[call]!]!;
      losses[call] = weights[call]! * (Math.log(total) + top - chosen);
    }
  };

  return {
    outputs: 1,
    start() {
      scores.set(offsets);
      return Float64Array.of(0);
    },
    beginRound: evaluate,
    derive() {
      for (let call = 0; call < callCount; call++) {
        const weight = weights[call]!;
        for (let row = firstRow[call]!; row < firstRow[call + 1]!; row++) {
          const share = probability[row]!;
          grower.gradients[row] = weight * (share - Number(row === right[call]));
          grower.hessians[row] = weight * Math.max(smallestHessian, share * (1 - share));
        }
      }
      return 'given';
    },
    renewLeaves() {},
    total(rows) {
      evaluate();
      // Rows of a call are held out together: each call counts once, with its first row.
      const held = new Set(rows);
      let sum = 0;
      for (let call = 0; call < callCount; call++) if (held.has(firstRow[call]!)) sum += losses[call]!;
      return sum;
    },
  };
}
