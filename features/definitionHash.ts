import { canonicalJson, sha256 } from '../base/hash.ts';
import type { Feature } from './feature.ts';

/** Raised when the meaning of an aggregate or of the as-of cut changes while definitions stay the same. */
const computationVersion = 1;

/** SHA-256 of what a set of features means, whatever their order: model and serving must agree on it. */
export function definitionHash(features: readonly Feature[]): string {
  const meanings = features
    .map(({ description: _, ...meaning }) => canonicalJson(meaning))
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return sha256(canonicalJson({ computationVersion, meanings }));
}
