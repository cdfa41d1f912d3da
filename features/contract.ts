import { z } from 'zod';
import { millisecondsPerDay } from './history.ts';

/** Attribute of a customer that holds the end of their contract, where the company names no other. */
export const defaultContractAttribute = 'contractEnd';

/** What a company says of its contracts. */
export const contractSchema = z.strictObject({
  contractAttribute: z.string().min(1).max(200).default(defaultContractAttribute),
});

const settings = z.object({ churn: contractSchema });

/** From a company's settings (`churn: {contractAttribute}`). */
export function contractAttributeOf(companySettings: unknown): string {
  const parsed = settings.safeParse(companySettings);
  return parsed.success ? parsed.data.churn.contractAttribute : defaultContractAttribute;
}

/** Epoch milliseconds of the end of an ISO day (or of a moment with a time); undefined: not a date. */
export function parsedDay(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) return undefined;
  return text.length === 10 ? at + millisecondsPerDay : at;
}
