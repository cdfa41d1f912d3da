import type { Loss } from '../losses/loss.ts';
import { softmaxLoss } from '../losses/softmaxLoss.ts';
import type { Grower, GrowRequest } from './grower.ts';
import type { GrownTree } from './grownTree.ts';

/** A loss bound to the rows of one fit: what boosting asks for in each round. */
export interface Objective {
  /** Raw scores per row, and trees per round. */
  readonly outputs: number;
  /** Writes where the scores of every row start, and returns them, one per output, learned from the given rows. */
  start(rows: Int32Array): Float64Array;
  /** Before the trees of a round: what they have in common. */
  beginRound(): void;
  /** Readies the derivatives for the next tree of an output. */
  derive(output: number): NonNullable<GrowRequest['derivatives']>;
  /** Changes the leaf values of the tree just grown where the loss knows better than the Newton step. */
  renewLeaves(tree: GrownTree): void;
  /** Weighted sum of the loss over the given rows, at the present scores. */
  total(rows: Int32Array): number;
}

/** Labels of all rows that the grower knows. */
export interface Labels {
  /** Numbers, or indices of classes. */
  readonly target: Float64Array;
  readonly weights: Float64Array;
}

/** One score per row. */
export function objectiveOf(loss: Loss, { target, weights }: Labels, grower: Grower): Objective {
  const scores = grower.scores(0);
  const builtIn = loss.name === 'logistic' || loss.name === 'squared' ? loss.name : undefined;
  return {
    outputs: 1,
    start(rows) {
      const constant = loss.constant(pickRows(target, rows), pickRows(weights, rows));
      scores.fill(constant);
      return Float64Array.of(constant);
    },
    beginRound() {},
    derive() {
      if (builtIn !== undefined) return builtIn;
      loss.derive(scores, target, weights, grower);
      return 'given';
    },
    renewLeaves(tree) {
      if (loss.leafValue === undefined) return;
      for (let node = 0; node < tree.nodeCount; node++) {
        if (tree.left[node]! >= 0) continue;
        const rows = grower.rows.subarray(tree.start[node]!, tree.end[node]!);
        const residuals = new Float64Array(rows.length);
        for (let index = 0; index < rows.length; index++)
          residuals[index] = target[rows[index]!]! - scores[rows[index]!]!;
        tree.value[node] = loss.leafValue(residuals, pickRows(weights, rows));
      }
    },
    total(rows) {
      let sum = 0;
      for (const row of rows) sum += weights[row]! * loss.ofRow(scores[row]!, target[row]!);
      return sum;
    },
  };
}

/** One score per row and class, softmax loss. */
export function softmaxObjective(classCount: number, { target, weights }: Labels, grower: Grower): Objective {
  const scores = Array.from({ length: classCount }, (_, output) => grower.scores(output));
  const norms = new Float64Array(target.length);
  return {
    outputs: classCount,
    start(rows) {
      const constants = softmaxLoss.constants(classCount, pickRows(target, rows), pickRows(weights, rows));
      scores.forEach((ofClass, output) => {
        ofClass.fill(constants[output]!);
      });
      return constants;
    },
    beginRound: () => softmaxLoss.norms(scores, norms),
    derive(output) {
      softmaxLoss.derive(output, scores[output]!, norms, target, weights, grower);
      return 'given';
    },
    renewLeaves() {},
    total(rows) {
      softmaxLoss.norms(scores, norms);
      let sum = 0;
      for (const row of rows)
        sum += weights[row]! * softmaxLoss.ofRow(scores[target[row]!]![row]!, norms[row]!);
      return sum;
    },
  };
}

function pickRows(values: Float64Array, rows: Int32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let index = 0; index < rows.length; index++) picked[index] = values[rows[index]!]!;
  return picked;
}
