import type { OnnxTensor } from './proto.ts';
import type { SourceColumn } from './sourceColumn.ts';
import type { ForestSum } from './treeAttributes.ts';

/** What trees add up to and what became of it on the way through a graph. */
export interface Scores {
  readonly is: 'scores';
  /** One per output, before `factor` and `shift`. */
  readonly sums: readonly ForestSum[];
  readonly factor: number;
  readonly shift: number;
  /**
   * What was done with the sums: nothing; limited to 1, or known to be votes; the sigmoid, softmax or exponential. After
   * 'exponential', factor and shift still belong to its argument.
   */
  readonly link: 'none' | 'votes' | 'sigmoid' | 'softmax' | 'exponential';
  /** Of two classes: the probability of the second, of the first, or both. */
  readonly part: 'all' | 'other' | 'pair';
  readonly classes?: readonly string[] | undefined;
}

/** What the value of a flow is, as far as it matters for trees. */
export type Meaning =
  | { readonly is: 'columns'; readonly columns: readonly SourceColumn[] }
  | { readonly is: 'constant'; readonly tensor: OnnxTensor }
  | Scores
  /** The likeliest class, and what the classes are called where that is said. */
  | { readonly is: 'label'; readonly classes?: readonly string[] | undefined }
  /** Of an operator that is not known here. */
  | { readonly is: 'unknown'; readonly operator: string };
