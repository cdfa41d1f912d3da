import type { Derivatives } from '../loss.ts';
import type { BinnedTable } from './binning.ts';

/** Per bin of every feature the sum of gradients and of hessians, interleaved. */
export type Histogram = Float64Array;

/** Fills `histogram` with the rows `rows[start..end)`. `gathered` is scratch of two arrays as long as `rows`. */
export function buildHistogram(
  histogram: Histogram,
  table: BinnedTable,
  rows: Int32Array,
  start: number,
  end: number,
  derivatives: Derivatives,
  gathered: Derivatives,
): void {
  histogram.fill(0);
  const { gradients, hessians } = gathered;
  for (let index = start; index < end; index++) {
    const row = rows[index]!;
    gradients[index] = derivatives.gradients[row]!;
    hessians[index] = derivatives.hessians[row]!;
  }
  for (let feature = 0; feature < table.bins.length; feature++)
    addFeature(
      histogram,
      2 * table.offsets[feature]!,
      table.bins[feature]!,
      rows,
      start,
      end,
      gradients,
      hessians,
    );
}

function addFeature(
  histogram: Histogram,
  offset: number,
  bins: Uint8Array,
  rows: Int32Array,
  start: number,
  end: number,
  gradients: Float64Array,
  hessians: Float64Array,
): void {
  for (let index = start; index < end; index++) {
    const slot = offset + 2 * bins[rows[index]!]!;
    histogram[slot]! += gradients[index]!;
    histogram[slot + 1]! += hessians[index]!;
  }
}

/** Turns the parent's histogram into that of one child, given the other's: the saving that makes trees fast. */
export function subtractHistogram(parent: Histogram, child: Histogram): void {
  for (let slot = 0; slot < parent.length; slot++) parent[slot]! -= child[slot]!;
}
