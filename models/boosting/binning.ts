import type { FeatureSpec } from '../featureSchema.ts';
import { sampleRows } from './sampleRows.ts';

/** Bin 0 holds the missing; numbers and categories have at most this many bins of their own. */
export const missingBin = 0;
export const maximumValueBins = 254;

/** How one feature's values fall into bins 1 to `binCount` - 1. */
export type FeatureBins =
  | {
      readonly kind: 'numeric';
      readonly binCount: number;
      /** Bin k holds the values above thresholds[k - 2] up to thresholds[k - 1]; the last bin is open. */
      readonly thresholds: Float64Array;
    }
  | { readonly kind: 'categorical'; readonly binCount: number };

/** A table as small integers, one array per feature. */
export interface BinnedTable {
  readonly rowCount: number;
  readonly features: readonly FeatureBins[];
  readonly bins: readonly Uint8Array[];
  /** Where each feature's bins start in a histogram; the last entry is the total. */
  readonly offsets: Int32Array;
}

/**
 * Bins learned from `encoded` (as a feature reader gives it) where numbers get at most `valueBins` bins of about equal weight.
 * The plain oracle of `binRows`.
 */
export function learnBins(
  specs: readonly FeatureSpec[],
  encoded: readonly Float64Array[],
  weights: Float64Array,
  valueBins = maximumValueBins,
): FeatureBins[] {
  const sample = sampleRows(weights.length);
  const sampled = (values: Float64Array) =>
    sample === undefined ? values : Float64Array.from(sample, (row) => values[row]!);
  const sampledWeights = sampled(weights);
  return specs.map((spec, feature) =>
    spec.kind === 'categorical'
      ? { kind: 'categorical', binCount: spec.vocabulary.length + 1 }
      : numericBins(sampled(encoded[feature]!), sampledWeights, valueBins),
  );
}

export function binTable(features: readonly FeatureBins[], encoded: readonly Float64Array[]): BinnedTable {
  const rowCount = encoded[0]?.length ?? 0;
  const bins = features.map((feature, index) => {
    const values = encoded[index]!;
    const result = new Uint8Array(rowCount);
    for (let row = 0; row < rowCount; row++) result[row] = binOf(feature, values[row]!);
    return result;
  });
  return binnedTable(features, bins, rowCount);
}

export function binnedTable(
  features: readonly FeatureBins[],
  bins: readonly Uint8Array[],
  rowCount: number,
): BinnedTable {
  const offsets = new Int32Array(features.length + 1);
  features.forEach(({ binCount }, feature) => {
    offsets[feature + 1] = offsets[feature]! + binCount;
  });
  return { rowCount, features, bins, offsets };
}

function binOf(feature: FeatureBins, value: number): number {
  if (Number.isNaN(value)) return missingBin;
  // An unseen category has code -1 and so falls in with the missing.
  return feature.kind === 'categorical' ? value + 1 : 1 + lowerBound(feature.thresholds, value);
}

function numericBins(values: Float64Array, weights: Float64Array, valueBins: number): FeatureBins {
  const distinct = distinctSorted(values);
  const cuts: number[] = [];
  if (distinct.length <= valueBins) {
    for (let index = 1; index < distinct.length; index++)
      cuts.push(between(distinct[index - 1]!, distinct[index]!));
  } else {
    const massOf = new Float64Array(distinct.length);
    let total = 0;
    for (let row = 0; row < values.length; row++) {
      if (Number.isNaN(values[row]!)) continue;
      massOf[lowerBound(distinct, values[row]!)]! += weights[row]!;
      total += weights[row]!;
    }
    // A value as frequent as a bin should be has one of its own; the others share what is left of mass and bins.
    const frequent = total / valueBins;
    let left = total;
    let binsLeft = valueBins;
    for (const each of massOf) {
      if (each < frequent) continue;
      left -= each;
      binsLeft--;
    }
    let mass = 0;
    for (let index = 0; index < distinct.length - 1 && cuts.length < valueBins - 1; index++) {
      const isFrequent = massOf[index]! >= frequent;
      if (!isFrequent) {
        mass += massOf[index]!;
        if (mass < left / Math.max(binsLeft, 1) && massOf[index + 1]! < frequent) continue;
        left -= mass;
        binsLeft--;
        mass = 0;
      }
      cuts.push(between(distinct[index]!, distinct[index + 1]!));
    }
  }
  return { kind: 'numeric', binCount: cuts.length + 2, thresholds: Float64Array.from(cuts) };
}

function distinctSorted(values: Float64Array): Float64Array {
  // The missing are sorted to the end.
  const sorted = values.slice().sort();
  let count = 0;
  for (const value of sorted)
    if (!Number.isNaN(value) && (count === 0 || value !== sorted[count - 1])) sorted[count++] = value;
  return sorted.subarray(0, count);
}

/** A number t with low <= t < high: the middle where there is one. */
function between(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  return middle >= low && middle < high && Number.isFinite(middle) ? middle : low;
}

/** First index whose entry is at least `value`. */
function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
