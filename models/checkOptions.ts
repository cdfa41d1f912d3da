import { type Finding, Problem } from '../base/problem.ts';

/** What an option may be, as a test and in words. */
type OptionRange = readonly [allows: (value: number) => boolean, words: string];

/** Ranges that options of many estimators share. */
export const optionRanges = {
  count: [(value: number) => Number.isInteger(value) && value >= 0, 'a whole number of at least 0'],
  positiveCount: [(value: number) => Number.isInteger(value) && value >= 1, 'a whole number of at least 1'],
  share: [(value: number) => value > 0 && value <= 1, 'above 0, at most 1'],
  nonNegative: [(value: number) => value >= 0 && Number.isFinite(value), 'finite, at least 0'],
  positive: [(value: number) => value > 0 && Number.isFinite(value), 'finite, above 0'],
  depth: [(value: number) => value >= 0, 'at least 0'],
} as const satisfies Record<string, OptionRange>;

/**
 * Numbers among the options that lie outside their ranges, all at once.
 * @param what whose options they are, for the message
 * @throws Problem invalid_input that names every such option
 */
export function checkOptions<Options extends object>(
  what: string,
  options: Options,
  ranges: { readonly [Name in keyof Options]?: OptionRange },
  others: readonly Finding[] = [],
): void {
  const findings: Finding[] = [];
  for (const [name, [allows, allowed]] of Object.entries(ranges) as [keyof Options & string, OptionRange][]) {
    const received = options[name];
    if (received !== undefined && !(typeof received === 'number' && allows(received)))
      findings.push({ path: name, message: 'outside its range', received, allowed });
  }
  findings.push(...others);
  if (findings.length > 0)
    throw new Problem('invalid_input', `An option of ${what} is outside its range.`, { findings });
}
