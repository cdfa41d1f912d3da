import { canonicalJson, sha256 } from '../../base/hash.ts';
import { type ComparisonField, comparisonFields, fieldAt } from './comparisonFields.ts';

const hashOf = (fields: readonly ComparisonField[]): string =>
  sha256(canonicalJson(fields.map(({ name, levels }) => [name, levels])));

/** SHA-256 of what comparisons mean: a linker answers only where calls are compared as in its training. */
export const comparisonHash: string = hashOf(comparisonFields);

/** Of comparisons that were the same but for fields that stand behind theirs today. */
const shorter: ReadonlySet<string> = new Set([hashOf(comparisonFields.slice(0, fieldAt.embedding))]);

/**
 * Today's hash for a linker whose fields mean what they did: fields it has no parameters for count nothing (see
 * fieldWeight), so that it answers as it did. Any other hash stays what it is.
 */
export function presentComparison(trainedOn: string | null): string | null {
  return trainedOn !== null && shorter.has(trainedOn) ? comparisonHash : trainedOn;
}
