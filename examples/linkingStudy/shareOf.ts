import { clopperPearsonUpper } from '../../models/numeric/binomial.ts';

/** A share with its exact 95 % interval (Clopper & Pearson). */
export interface Share {
  readonly cases: number;
  readonly of: number;
  readonly value: number | null;
  readonly low: number;
  readonly high: number;
}

export function shareOf(cases: number, of: number): Share {
  return {
    cases,
    of,
    value: of > 0 ? cases / of : null,
    low: of > 0 ? 1 - clopperPearsonUpper(of - cases, of, 0.025) : 0,
    high: of > 0 ? clopperPearsonUpper(cases, of, 0.025) : 1,
  };
}

export function percent({ value, low, high, of }: Share): string {
  if (value === null) return '-';
  const of100 = (share: number) => (100 * share).toFixed(1);
  return `${of100(value)} % [${of100(low)}, ${of100(high)}] of ${of}`;
}
