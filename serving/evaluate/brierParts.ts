import { type BrierDecomposition, brierDecomposition } from '../../models/metrics/brierDecomposition.ts';
import type { Evaluation } from './evaluation.ts';
import { shown } from './shown.ts';

/**
 * The parts of the Brier score of all tested rows. They come without intervals: resampling rows makes bins differ more
 * than they do, so that its intervals lie above both resolution and reliability.
 */
export function brierParts({ folds }: Pick<Evaluation, 'folds'>): BrierDecomposition {
  const joined = (parts: readonly Float64Array[]) => Float64Array.from(parts.flatMap((part) => [...part]));
  return brierDecomposition(
    joined(folds.map(({ target }) => target)),
    joined(folds.map(({ prediction }) => prediction)),
  );
}

/** In words. */
export function brierText(parts: BrierDecomposition): string {
  const of = (part: keyof BrierDecomposition) => shown(parts[part]);
  const within = parts.withinBinVariance - parts.withinBinCovariance;
  return `Brier score ${of('brier')} = ${of('uncertainty')} uncertainty (of always answering the share of positives) - ${of('resolution')} resolution (how far bins differ) + ${of('reliability')} reliability (how far they are from what they promise) ${within < 0 ? '-' : '+'} ${shown(Math.abs(within))} inside the bins`;
}
