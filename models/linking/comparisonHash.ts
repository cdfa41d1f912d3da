import { canonicalJson, sha256 } from '../../base/hash.ts';
import { comparisonFields } from './comparisonFields.ts';

/** SHA-256 of what comparisons mean: a linker answers only where calls are compared as in its training. */
export const comparisonHash: string = sha256(
  canonicalJson(comparisonFields.map(({ name, levels }) => [name, levels])),
);
