import { z } from 'zod';
import { Problem } from '../../base/problem.ts';

/** How a company reckons lifetime values. */
export interface ValuePolicy {
  /** Share of revenue that is earned, in (0, 1]; 1: values are revenues. */
  readonly margin: number;
  /** Per year, >= 0: what comes in a year is worth 1 / (1 + rate) of the same today. */
  readonly discountRate: number;
  /** Lifetime value from which on a customer is ultra-premium, company currency; null: nobody is. */
  readonly ultraPremium: number | null;
}

export const valuePolicySchema = z.strictObject({
  margin: z.number().gt(0).max(1).default(1),
  discountRate: z.number().min(0).max(1).default(0),
  ultraPremium: z.number().positive().nullable().default(null),
});

const schema = z.object({ clv: valuePolicySchema.optional() });

/** Revenue as it comes, and no limit: what holds where a company has set nothing. */
export const plainValue: ValuePolicy = { margin: 1, discountRate: 0, ultraPremium: null };

/**
 * From a company's settings (`clv: {margin, discountRate, ultraPremium}`).
 * @throws Problem `invalid_input`
 */
export function valuePolicy(settings: unknown): ValuePolicy {
  const parsed = schema.safeParse(settings ?? {});
  if (!parsed.success)
    throw new Problem('invalid_input', 'The settings of the lifetime value are not valid.', {
      findings: parsed.error.issues.map(({ path, message }) => ({ path: path.join('/'), message })),
      remedy: 'clv: {margin: above 0 to 1, discountRate: 0 to 1 a year, ultraPremium: an amount or null}',
    });
  return parsed.data.clv ?? plainValue;
}

const daysPerYear = 365.25;
const monthDays = daysPerYear / 12;

/**
 * Present value of a revenue that has grown to `revenue(days)` after so many days, times the margin. Each month's
 * revenue counts as of its middle, so that the value grows with the horizon as the revenue does and is 0 at 0.
 */
export function presentValue(
  policy: ValuePolicy,
  revenue: (days: number) => number,
  horizonDays: number,
): number {
  const { margin, discountRate } = policy;
  if (discountRate === 0) return margin * revenue(horizonDays);
  let value = 0;
  let before = revenue(0);
  for (let from = 0; from < horizonDays; from += monthDays) {
    const until = Math.min(horizonDays, from + monthDays);
    const sofar = revenue(until);
    // The middle of a whole month also for its part: a part is discounted as the month it belongs to.
    value += Math.max(0, sofar - before) / (1 + discountRate) ** ((from + monthDays / 2) / daysPerYear);
    before = sofar;
  }
  return margin * value;
}
