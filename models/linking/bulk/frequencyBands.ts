import type { FieldValues } from './fieldValues.ts';

/** Each band is about three times as rare as the one before. */
const bandCount = 12;

/**
 * How rare each value of a field is, in bands: agreement on a rare value is a level of its own, above agreement on a
 * frequent one (Winkler's frequency-based matching, with as many values per level as it takes to estimate it).
 */
export interface FrequencyBands {
  readonly count: number;
  /** Band of each word; 0 holds values of at least a third of the records. */
  readonly band: Uint8Array;
  /** Share of records whose value is in each band. */
  readonly share: Float64Array;
  /** Exact number of pairs of records that agree on a value of each band. */
  readonly agreeing: Float64Array;
  /** How much more, in natural logarithms, agreement on a value of each band says than agreement on any value. */
  readonly surprise: Float64Array;
}

/** @param leftCount of two files only pairs across them count */
export function frequencyBands(field: FieldValues, leftCount?: number): FrequencyBands {
  const { counts, codes, present } = field;
  const band = new Uint8Array(counts.length);
  const share = new Float64Array(bandCount);
  const agreeing = new Float64Array(bandCount);
  const left = new Int32Array(counts.length);
  if (leftCount !== undefined)
    for (let row = 0; row < leftCount; row++) if (codes[row]! >= 0) left[codes[row]!]!++;
  for (let word = 0; word < counts.length; word++) {
    const count = counts[word]!;
    if (count === 0) continue;
    const at = Math.min(bandCount - 1, Math.floor(-2 * Math.log10(count / present)));
    band[word] = at;
    share[at]! += count / present;
    agreeing[at]! +=
      leftCount === undefined ? (count * (count - 1)) / 2 : left[word]! * (count - left[word]!);
  }
  const all = agreeing.reduce((sum, pairs) => sum + pairs, 0);
  const surprise = share.map((part, at) => (agreeing[at]! > 0 ? Math.log((part * all) / agreeing[at]!) : 0));
  return { count: bandCount, band, share, agreeing, surprise };
}
