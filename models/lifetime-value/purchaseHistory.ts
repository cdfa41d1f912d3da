import { type Finding, Problem } from '../../base/problem.ts';

/** One customer's history in any one time unit, or in opportunities (see bgBb.ts). */
export interface PurchaseHistory {
  /** Repeat purchases: all but the first. */
  readonly frequency: number;
  /** From the first to the last purchase; 0 without repeat purchase. */
  readonly recency: number;
  /** From the first purchase to the end of observation. */
  readonly age: number;
}

/** Somebody at the moment of their first purchase. */
export const newCustomer: PurchaseHistory = { frequency: 0, recency: 0, age: 0 };

/** Histories as columns of equal length. */
export interface PurchaseHistories {
  readonly frequency: ArrayLike<number>;
  readonly recency: ArrayLike<number>;
  readonly age: ArrayLike<number>;
  /** How many customers have this history; absent: one each. */
  readonly count?: ArrayLike<number>;
}

/** Each history once, in ascending order, with how many customers have it. */
export interface DistinctHistories {
  readonly frequency: Float64Array;
  readonly recency: Float64Array;
  readonly age: Float64Array;
  readonly count: Float64Array;
  readonly customers: number;
  /** Of the customers. */
  readonly meanAge: number;
}

/**
 * Dates are whole days, so that many customers share a history; a likelihood needs each only once. Sorted, so that
 * a fit does not depend on the order of the customers, not even in the last digit.
 * @param options.onlyPart these are some of the customers of a fit: none of them has to have bought twice
 * @throws Problem invalid_input when a history is impossible, not_enough_data without any repeat purchase
 */
export function distinctHistories(
  histories: PurchaseHistories,
  { onlyPart = false }: { readonly onlyPart?: boolean } = {},
): DistinctHistories {
  checkHistories(histories);
  const { frequency, recency, age, count } = histories;
  const rows = Int32Array.from({ length: frequency.length }, (_, row) => row).filter(
    (row) => (count?.[row] ?? 1) > 0,
  );
  rows.sort(
    (a, b) => frequency[a]! - frequency[b]! || recency[a]! - recency[b]! || age[a]! - age[b]! || a - b,
  );
  const heads: number[] = [];
  const counts: number[] = [];
  let customers = 0;
  let repeats = 0;
  for (const row of rows) {
    const last = heads.at(-1);
    const weight = count?.[row] ?? 1;
    const same =
      last !== undefined &&
      frequency[last] === frequency[row] &&
      recency[last] === recency[row] &&
      age[last] === age[row];
    if (same) counts[counts.length - 1]! += weight;
    else {
      heads.push(row);
      counts.push(weight);
    }
    customers += weight;
    repeats += weight * frequency[row]!;
  }
  if (repeats === 0 && !onlyPart)
    throw new Problem(
      'not_enough_data',
      'No customer has bought twice: there is nothing to learn a rate from.',
      { remedy: 'Observe the customers for longer.' },
    );
  const column = (values: ArrayLike<number>) => Float64Array.from(heads, (row) => values[row]!);
  const ages = column(age);
  return {
    frequency: column(frequency),
    recency: column(recency),
    age: ages,
    count: Float64Array.from(counts),
    customers,
    meanAge: ages.reduce((sum, value, row) => sum + value * counts[row]!, 0) / customers,
  };
}

/** At most five findings: who gives thousands of customers in the wrong unit need not read all of them. */
export function checkHistories({ frequency, recency, age, count }: PurchaseHistories): void {
  const findings: Finding[] = [];
  const size = frequency.length;
  if (recency.length !== size || age.length !== size || (count !== undefined && count.length !== size))
    throw new Problem(
      'invalid_input',
      'Frequency, recency, age and count must have one value per history each.',
    );
  for (let row = 0; row < size && findings.length < 5; row++) {
    const finding = historyFault(frequency[row]!, recency[row]!, age[row]!, count?.[row] ?? 1);
    if (finding !== undefined) findings.push({ ...finding, path: `${finding.path}/${row}` });
  }
  if (findings.length > 0)
    throw new Problem('invalid_input', 'A purchase history is impossible.', { findings });
  if (size === 0) throw new Problem('not_enough_data', 'There is no customer to learn from.');
}

function historyFault(frequency: number, recency: number, age: number, count: number): Finding | undefined {
  if (!(Number.isInteger(frequency) && frequency >= 0))
    return { path: 'frequency', message: 'not a count', received: frequency, allowed: '0, 1, 2, ...' };
  if (!(age >= 0 && Number.isFinite(age)))
    return { path: 'age', message: 'not a time span', received: age, allowed: '>= 0' };
  if (!(recency >= 0 && recency <= age))
    return { path: 'recency', message: 'outside the observation', received: recency, allowed: `0 to ${age}` };
  if (frequency === 0 && recency > 0)
    return { path: 'recency', message: 'without repeat purchase', received: recency, allowed: '0' };
  if (!(count >= 0 && Number.isFinite(count)))
    return { path: 'count', message: 'not a number of customers', received: count, allowed: '>= 0' };
  return undefined;
}

/** @throws Problem invalid_input unless the horizon is a finite number of at least 0 */
export function checkHorizon(horizon: number): void {
  if (!(horizon >= 0 && horizon < Number.POSITIVE_INFINITY))
    throw new Problem('invalid_input', 'The horizon must be a finite number of at least 0.', {
      findings: [{ path: 'horizon', message: 'unusable', received: horizon, allowed: '>= 0' }],
    });
}
