import { Problem } from '../../base/problem.ts';
import { bgBb } from './bgBb.ts';
import { bgNbd } from './bgNbd.ts';
import { mbgNbd } from './mbgNbd.ts';
import { paretoNbd } from './paretoNbd.ts';
import type { TransactionFamily } from './transactionFamily.ts';

const families = {
  'bg-nbd': bgNbd,
  'mbg-nbd': mbgNbd,
  'pareto-nbd': paretoNbd,
  'bg-bb': bgBb,
} as const satisfies Readonly<Record<string, TransactionFamily>>;

export type FamilyName = keyof typeof families;

/** Every buy-till-you-die model there is. */
export const familyNames = Object.keys(families) as readonly FamilyName[];

/** Those whose customers can buy at any time; their likelihoods are of the same thing and may be compared. */
export const continuousFamilies = [
  'bg-nbd',
  'mbg-nbd',
  'pareto-nbd',
] as const satisfies readonly FamilyName[];

/** @throws Problem artifact_invalid for a name that no family has */
export function transactionFamily(name: FamilyName): TransactionFamily {
  const family: TransactionFamily | undefined = families[name];
  if (family === undefined)
    throw new Problem('artifact_invalid', `There is no transaction model "${name}".`, {
      findings: [{ path: 'family', message: 'unknown', received: name, allowed: familyNames.join(', ') }],
    });
  return family;
}
