import type { FeatureSpec } from '../featureSchema.ts';
import { binColumns } from '../kernels/binColumns.ts';
import { threadCountOf } from '../kernels/threads.ts';
import { pauser } from '../pause.ts';
import {
  type BinnedTable,
  binnedTable,
  binTable,
  type FeatureBins,
  learnBins,
  maximumValueBins,
} from './binning.ts';
import type { GrowContext } from './grower.ts';

/**
 * Bins learned from `encoded` (one array per feature, as a feature reader gives it) and the table in these bins.
 * Numbers get at most `valueBins` bins of about equal weight; from more than 200,000 rows a sample of as many is learned
 * from. Kernels and threads do not change the result. Gives way between columns.
 * @throws whatever the signal was aborted with
 */
export async function binRows(
  specs: readonly FeatureSpec[],
  encoded: readonly Float64Array[],
  weights: Float64Array,
  valueBins = maximumValueBins,
  { threads, kernels = 'wasm', signal }: GrowContext & { readonly signal?: AbortSignal | undefined } = {},
): Promise<BinnedTable> {
  if (kernels === 'plain') return binTable(learnBins(specs, encoded, weights, valueBins), encoded);
  const pause = pauser(signal);
  const numeric = [...specs.keys()].filter((feature) => specs[feature]!.kind === 'numeric');
  const numbers = await binColumns(
    numeric.map((feature) => encoded[feature]!),
    weights.every((weight) => weight === 1) ? undefined : weights,
    valueBins,
    threadCountOf(threads),
    pause,
  );
  const features: FeatureBins[] = [];
  const bins: Uint8Array[] = [];
  for (const [feature, spec] of specs.entries()) {
    const number = numbers[numeric.indexOf(feature)];
    if (number !== undefined) {
      features.push({
        kind: 'numeric',
        binCount: number.thresholds.length + 2,
        thresholds: number.thresholds,
      });
      bins.push(number.bins);
    } else {
      const [learned] = learnBins([spec], [encoded[feature]!], weights, valueBins);
      features.push(learned!);
      bins.push(binTable([learned!], [encoded[feature]!]).bins[0]!);
      await pause();
    }
  }
  return binnedTable(features, bins, encoded[0]?.length ?? 0);
}
