/** What a comparison of one field can find when both sides say something; ordered from disagreement to agreement. */
export interface ComparisonField {
  readonly name: string;
  readonly levels: readonly string[];
  /**
   * Share of each level among true pairs that we expect before having seen any: the start of the estimation and,
   * as pseudo-counts, its regularisation.
   */
  readonly expectedMatch: readonly number[];
  /** The same among pairs of a call and a customer drawn at random. */
  readonly expectedRandom: readonly number[];
  /**
   * Whether agreement on the highest level counts by how rare the agreeing value is among the customers (a Müller
   * says less than a Krzywonos).
   */
  readonly byFrequency: boolean;
}

const nameLevels = [
  'different',
  'similar',
  'initial',
  'sound',
  'close',
  'part',
  'spelling',
  'exact',
] as const;

const field = <const Name extends string>(
  name: Name,
  levels: readonly string[],
  expectedMatch: readonly number[],
  expectedRandom: readonly number[],
  byFrequency = false,
): ComparisonField & { readonly name: Name } => ({
  name,
  levels,
  expectedMatch,
  expectedRandom,
  byFrequency,
});

/**
 * The fields of a comparison, in the order of {@link ComparisonVector}. The first eleven compare what the caller
 * claimed with the customer's evidence; the others say how well a call at this moment fits the customer, the last one by
 * vectors that callers consented to (embeddings.ts).
 */
export const comparisonFields = [
  field(
    'givenName',
    nameLevels,
    [0.04, 0.02, 0.01, 0.02, 0.06, 0.03, 0.02, 0.8],
    [0.9, 0.05, 0.005, 0.01, 0.01, 0.01, 0.002, 0.013],
    true,
  ),
  field(
    'familyName',
    nameLevels,
    [0.04, 0.02, 0.001, 0.03, 0.07, 0.02, 0.02, 0.799],
    [0.95, 0.03, 0.0005, 0.008, 0.005, 0.002, 0.001, 0.0035],
    true,
  ),
  field('nameOrder', ['swapped', 'usual'], [0.03, 0.97], [0.1, 0.9]),
  field('phone', ['different', 'close', 'exact'], [0.2, 0.02, 0.78], [0.9989, 0.001, 0.0001], true),
  field('email', ['different', 'close', 'exact'], [0.12, 0.06, 0.82], [0.9985, 0.0014, 0.0001], true),
  field(
    'dateOfBirth',
    ['different', 'partial', 'close', 'exact'],
    [0.03, 0.02, 0.07, 0.88],
    [0.955, 0.04, 0.0049, 0.0001],
    true,
  ),
  field(
    'street',
    ['different', 'similar', 'close', 'exact'],
    [0.1, 0.03, 0.07, 0.8],
    [0.96, 0.03, 0.007, 0.003],
    true,
  ),
  field('houseNumber', ['different', 'close', 'exact'], [0.1, 0.05, 0.85], [0.94, 0.04, 0.02]),
  field(
    'postalCode',
    ['different', 'region', 'close', 'exact'],
    [0.07, 0.03, 0.05, 0.85],
    [0.85, 0.1, 0.03, 0.02],
    true,
  ),
  field('city', ['different', 'close', 'exact'], [0.1, 0.05, 0.85], [0.9, 0.02, 0.08], true),
  field('callHistory', ['other numbers', 'same number'], [0.3, 0.7], [0.9995, 0.0005], true),
  field(
    'recency',
    ['never', 'over 90 days', '90 days', '30 days', '7 days', '1 day'],
    [0.3, 0.12, 0.18, 0.15, 0.15, 0.1],
    [0.55, 0.2, 0.14, 0.07, 0.03, 0.01],
  ),
  field('service', ['new', 'sometimes', 'mostly'], [0.3, 0.2, 0.5], [0.6, 0.15, 0.25]),
  field('hourHabit', ['unusual', 'near', 'usual'], [0.3, 0.3, 0.4], [0.5, 0.3, 0.2]),
  field('weekdayHabit', ['unusual', 'usual'], [0.5, 0.5], [0.7, 0.3]),
  field(
    'attributes',
    ['unusual', 'neutral', 'fitting', 'typical'],
    [0.1, 0.3, 0.3, 0.3],
    [0.35, 0.35, 0.15, 0.15],
  ),
  field(
    'appointment',
    ['none', 'later', 'last 30 days', 'next 14 days', 'last 10 days', 'last 3 days', 'next 4 days'],
    [0.3, 0.03, 0.15, 0.12, 0.15, 0.12, 0.13],
    [0.62, 0.03, 0.12, 0.08, 0.08, 0.03, 0.04],
  ),
  // The last one: linkers that were fitted before there was this field know all others, and answer as they did.
  field(
    'embedding',
    ['different', 'weak', 'fair', 'close', 'same'],
    [0.05, 0.1, 0.2, 0.3, 0.35],
    [0.7, 0.17, 0.08, 0.04, 0.01],
  ),
] as const;

/** Level of a field in which one side says nothing: neither agreement nor disagreement. */
export const missing = -1;

const fieldNames: readonly string[] = comparisonFields.map(({ name }) => name);

/** Positions of the fields in a comparison vector. */
export const fieldAt = Object.fromEntries(fieldNames.map((name, position) => [name, position])) as Readonly<
  Record<(typeof comparisonFields)[number]['name'], number>
>;

/** Position of a field in a comparison vector, by any name. */
export function fieldIndex(name: string): number {
  return fieldNames.indexOf(name);
}
