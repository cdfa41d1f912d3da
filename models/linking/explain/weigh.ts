import { type Candidate, levelName } from '../comparison.ts';
import { comparisonFields, fieldIndex, missing } from '../comparisonFields.ts';
import type { LinkerData } from '../linkerData.ts';
import { candidateTerms, linkerParameters, noneTerms } from '../linkerFeatures.ts';
import { linkScores } from '../linkerModel.ts';
import type { LinkQuery } from '../linkQuery.ts';
import { rankerFromData } from '../ranker/ranker.ts';

/** What of a linker its scores depend on. */
export type Scorer = Pick<LinkerData, 'fellegiSunter' | 'parameters' | 'calibration' | 'ranker'>;

/** What one field (or combination of fields) says about one candidate. */
export interface FieldWeight {
  readonly field: string;
  /** What the comparison found; null for combinations. 'missing': one side says nothing. */
  readonly level: string | null;
  /** Share of customers that carry the value on which both agree; null where that was not counted. */
  readonly frequency: number | null;
  /** Match weight: binary logarithm of how much likelier the finding is for this customer than for somebody unknown. */
  readonly bits: number;
}

/** The score of one candidate, taken apart. */
export interface WeighedCandidate {
  readonly customerId: string;
  /** Before anything is compared: one of so many customers, against somebody unknown who leaves as much as this caller. */
  readonly priorBits: number;
  /** Every field of the comparison in its order, then combinations that apply. */
  readonly weights: readonly FieldWeight[];
  /** Sum of the prior and the weights in their order: binary log-odds against "none of the candidates". */
  readonly totalBits: number;
  /** P(the caller is this candidate), among all that were weighed. */
  readonly probability: number;
}

/**
 * Takes the calibrated scores of candidates apart into match weights in bits. With 2^total of each candidate and 1 for
 * "none of them", shares are the linker's very probabilities. Weights that depend on several fields stand by themselves:
 * combinations under their own names, what a ranker's trees add as `interplay`.
 *
 * Source: I. Fellegi, A. Sunter (1969), A theory for record linkage (weights as binary logarithms).
 */
export function weighCandidates(
  scorer: Scorer,
  candidates: readonly Candidate[],
  query: LinkQuery,
): WeighedCandidate[] {
  const { fellegiSunter, calibration } = scorer;
  const parameters = Float64Array.from(
    linkerParameters,
    ({ name, expected }) => scorer.parameters[name] ?? expected,
  );
  const scores = linkScores(scorer, parameters, candidates, query);
  const interplay = scorer.ranker && rankerFromData(scorer.ranker)(candidates, query, scores);
  const bits = (score: number) => (calibration.slope * score) / Math.LN2;
  const none = noneTerms(query).reduce(
    (sum, { parameter, value }) => sum + parameters[parameter]! * value,
    Math.log(1 - fellegiSunter.known),
  );
  const prior = Math.log(fellegiSunter.known / fellegiSunter.population) - none;
  const priorBits = bits(prior) + calibration.shift / Math.LN2;
  const weighed = candidates.map(({ customerId, comparison }, at) => {
    const effects = new Map<string, number>();
    for (const { parameter, value } of candidateTerms(fellegiSunter, comparison)) {
      const field = linkerParameters[parameter]!.field!;
      effects.set(field, (effects.get(field) ?? 0) + parameters[parameter]! * value);
    }
    if (interplay !== undefined) effects.set('interplay', interplay[at]!);
    for (const { name } of comparisonFields) if (!effects.has(name)) effects.set(name, 0);
    const order = (field: string) => (fieldIndex(field) < 0 ? comparisonFields.length : fieldIndex(field));
    const weights = [...effects]
      .sort(([a], [b]) => order(a) - order(b))
      .map(([field, effect]): FieldWeight => {
        const index = fieldIndex(field);
        const frequency = index < 0 ? 0 : comparison.frequencies[index]!;
        return {
          field,
          level: index < 0 ? null : levelName(index, comparison.levels[index] ?? missing),
          frequency: frequency > 0 ? frequency : null,
          bits: bits(effect),
        };
      });
    const totalBits = weights.reduce((sum, weight) => sum + weight.bits, priorBits);
    return { customerId, priorBits, weights, totalBits };
  });
  // The largest first, so that no power overflows.
  const top = weighed.reduce((most, { totalBits }) => Math.max(most, totalBits), 0);
  const sum = weighed.reduce((all, { totalBits }) => all + 2 ** (totalBits - top), 2 ** -top);
  return weighed.map((candidate) => ({ ...candidate, probability: 2 ** (candidate.totalBits - top) / sum }));
}

/**
 * Bits by which the total of the candidate at `position` lies below what it needs for a probability of `threshold`, the
 * others being as they are; negative: it lies above. Null: no total is enough (a threshold of 1 or more).
 */
export function bitsBelow(
  weighed: readonly WeighedCandidate[],
  position: number,
  threshold: number,
): number | null {
  if (!(threshold < 1)) return null;
  const others = weighed.reduce((sum, { totalBits }, at) => sum + (at === position ? 0 : 2 ** totalBits), 1);
  return Math.log2((threshold / (1 - threshold)) * others) - weighed[position]!.totalBits;
}
