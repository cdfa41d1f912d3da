import type { Reason } from '../reason.ts';
import { type ComparisonVector, levelName } from './comparison.ts';
import { comparisonFields, fieldIndex } from './comparisonFields.ts';
import type { FellegiSunterData } from './fellegiSunter.ts';
import { fieldLabel } from './fieldLabels.ts';
import { candidateTerms, linkerParameters } from './linkerFeatures.ts';

function textOf(field: string, comparison: ComparisonVector): string {
  const at = fieldIndex(field);
  const label = fieldLabel(field);
  if (at < 0) return label;
  const level = levelName(at, comparison.levels[at]!);
  if (field === 'phone' && comparison.phoneSharedBy > 1 && level === 'exact') {
    return `${label}: exact, shared by ${comparison.phoneSharedBy} customers`;
  }
  const frequency = comparison.frequencies[at]!;
  return frequency > 0 ? `${label}: ${level} (about ${perMille(frequency)} of people)` : `${label}: ${level}`;
}

const perMille = (share: number): string =>
  share >= 0.001 ? `${Number((share * 1000).toPrecision(2))} in 1,000` : 'fewer than 1 in 1,000';

/**
 * What spoke for or against one candidate, strongest first. Effects are in log-odds.
 * @param interplay what the ranker's trees add to the sum of the fields
 */
export function candidateReasons(
  data: FellegiSunterData,
  parameters: ArrayLike<number>,
  comparison: ComparisonVector,
  interplay = 0,
  limit = 5,
): Reason[] {
  const effects = new Map<string, number>([['interplay', interplay]]);
  for (const { parameter, value } of candidateTerms(data, comparison)) {
    const field = linkerParameters[parameter]!.field!;
    effects.set(field, (effects.get(field) ?? 0) + parameters[parameter]! * value);
  }
  return [...effects]
    .filter(([, effect]) => Math.abs(effect) > 1e-9)
    .sort(([a, first], [b, second]) => Math.abs(second) - Math.abs(first) || (a < b ? -1 : 1))
    .slice(0, limit)
    .map(([feature, effect]) => {
      const at = fieldIndex(feature);
      const value = at >= 0 && at < comparisonFields.length ? levelName(at, comparison.levels[at]!) : null;
      return { feature, value, effect, text: textOf(feature, comparison) };
    });
}
