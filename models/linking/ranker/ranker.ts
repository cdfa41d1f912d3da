import type { Forest } from '../../boosting/forest.ts';
import { plainPredictor } from '../../boosting/plainPredictor.ts';
import type { Candidate } from '../comparison.ts';
import type { LinkQuery } from '../linkQuery.ts';
import { contenders, rankerFeatures, rankerRows } from './rankerFeatures.ts';

/** Trees on top of the conditional logit. Plain data of the artifact. */
export interface RankerData {
  readonly forest: Forest;
  /** Names of the columns it reads, in order. */
  readonly features: readonly string[];
  /** How much of what the trees say is added, in (0, 1]: the share that did best out of fold. */
  readonly blend: number;
  /** Mean loss per labelled call out of fold, with and without the trees, and the upper end of their difference (95 %). */
  readonly evidence: { readonly loss: number; readonly logitLoss: number; readonly differenceUpper: number };
}

/** What trees add to each candidate's score; order of the candidates as given. */
export type Ranker = (
  candidates: readonly Candidate[],
  query: LinkQuery,
  scores: readonly number[],
) => Float64Array;

/** Columns that the artifact was grown with are found by name; one that is no more is missing everywhere. */
export function rankerFromData({ forest, features, blend }: Omit<RankerData, 'evidence'>): Ranker {
  // A call has some twenty candidates: copying them into WebAssembly memory would take longer than walking the trees.
  const predictor = plainPredictor(forest, features.length);
  const columnOf = features.map((name) => rankerFeatures.findIndex((feature) => feature.name === name));
  const row = new Float64Array(features.length);
  return (candidates, query, scores) => {
    const near = contenders(scores);
    return Float64Array.from(rankerRows(candidates, query, scores), (now, candidate) => {
      if (!near[candidate]) return 0;
      for (const [at, column] of columnOf.entries()) row[at] = column < 0 ? Number.NaN : now[column]!;
      return blend * predictor.scoreOfRow(row);
    });
  };
}
