import type { ClaimedLevels } from './claimedLevels.ts';
import { comparisonFields, fieldIndex } from './comparisonFields.ts';
import type { CountedField, EvidenceCounts } from './evidenceCounts.ts';
import { expectedFellegiSunter } from './fellegiSunter.ts';

const { match, random } = expectedFellegiSunter(1);
/** Evidence of each level before anything was learned; see fieldWeight. */
const levelWeight = match.map((shares, field) =>
  shares.map((share, level) => Math.log(share / random[field]![level]!)),
);
const topLevel = comparisonFields.map(({ levels }) => levels.length - 1);
const anyTop = levelWeight.map((weights) => Math.max(...weights));
const belowTop = levelWeight.map((weights) => Math.max(...weights.slice(0, -1)));

/** Whom a field agrees with exactly: the claimed value, or of names, the other way round, the other claimed one. */
export type Order = 'usual' | 'swapped';

interface Exact {
  readonly frequency: number;
  readonly weight: number;
}

const unclaimed: Exact = { frequency: 0, weight: 0 };

/**
 * Evidence of each level of a field for one call, natural log, before anything was learned (see fieldWeight). What the
 * frequency of a value counts is known before any customer is compared: exact agreement is agreement on what was claimed.
 */
export class CallWeights {
  readonly #counts: EvidenceCounts;
  readonly #usual: Exact[] = comparisonFields.map(() => unclaimed);
  readonly #swapped: Exact[] = comparisonFields.map(() => unclaimed);

  constructor(counts: EvidenceCounts) {
    this.#counts = counts;
  }

  begin({ given, family, street, city, phone, email, date, postalCode }: ClaimedLevels): void {
    this.#claim(this.#usual, 'givenName', given?.id ?? -1);
    this.#claim(this.#usual, 'familyName', family?.id ?? -1);
    this.#claim(this.#swapped, 'givenName', family?.id ?? -1);
    this.#claim(this.#swapped, 'familyName', given?.id ?? -1);
    this.#claim(this.#usual, 'phone', phone);
    this.#claim(this.#usual, 'callHistory', phone);
    this.#claim(this.#usual, 'email', email);
    this.#claim(this.#usual, 'dateOfBirth', date);
    this.#claim(this.#usual, 'street', street?.id ?? -1);
    this.#claim(this.#usual, 'postalCode', postalCode);
    this.#claim(this.#usual, 'city', city?.id ?? -1);
  }

  /** Share of customers that carry the value agreed upon; 0 where they do not agree exactly or it is not counted. */
  frequency(field: number, level: number, order: Order = 'usual'): number {
    return level === topLevel[field] ? this.#exact(field, order).frequency : 0;
  }

  /** 0 where one side says nothing. */
  of(field: number, level: number, order: Order = 'usual'): number {
    if (level < 0) return 0;
    if (level === topLevel[field]) {
      const exact = this.#exact(field, order);
      if (exact.frequency > 0) return exact.weight;
    }
    return levelWeight[field]![level]!;
  }

  /** The greatest weight of a field that does not agree exactly. */
  inexact(field: number): number {
    return belowTop[field]!;
  }

  /** The greatest weight that a field may have for the call; never below 0, which is that of missing. */
  greatest(field: number): number {
    return Math.max(0, anyTop[field]!, this.#usual[field]!.weight);
  }

  #exact(field: number, order: Order): Exact {
    return order === 'usual' ? this.#usual[field]! : this.#swapped[field]!;
  }

  #claim(into: Exact[], counted: CountedField, value: number): void {
    const field = fieldIndex(counted);
    if (value < 0) {
      into[field] = unclaimed;
      return;
    }
    const frequency = this.#counts.frequency(counted, value);
    into[field] = { frequency, weight: Math.log(match[field]![topLevel[field]!]! / frequency) };
  }
}
