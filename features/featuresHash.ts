import { canonicalJson, sha256 } from '../base/hash.ts';

/** SHA-256 of what a model saw: the definitions that computed the features, and their values. */
export function featuresHash(definitionHash: string, features: unknown): string {
  return sha256(canonicalJson({ definitionHash, features }));
}
