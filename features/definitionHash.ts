import { canonicalJson, sha256 } from '../base/hash.ts';
import { Problem } from '../base/problem.ts';
import type { Feature } from './feature.ts';

/** Raised when the meaning of an aggregate, the as-of cut or whose facts a history holds changes, and no definition does. */
const computationVersion = 3;

/** SHA-256 of what a set of features means, whatever their order: model and serving must agree on it. */
export function definitionHash(features: readonly Feature[]): string {
  const meanings = features
    .map(({ description: _, ...meaning }) => canonicalJson(meaning))
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return sha256(canonicalJson({ computationVersion, meanings }));
}

/**
 * A model answers only from features that mean what they meant in its training.
 * @param trainedOn hash of the definitions it was trained on; null: not known (it has no dataset)
 * @throws Problem `definition_mismatch`
 */
export function requireDefinition(trainedOn: string | null, computed: string): void {
  if (trainedOn === null || trainedOn === computed) return;
  throw new Problem('definition_mismatch', 'The features of this version are defined differently now.', {
    findings: [
      { path: 'definitionHash', message: 'of another definition', received: computed, allowed: trainedOn },
    ],
    remedy: 'Train the task again.',
  });
}
