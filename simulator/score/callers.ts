import type { Call } from '../world/calls.ts';
import { identifies } from '../world/spokenIdentity.ts';

/** What a caller leaves decides how hard it is to tell who it was. */
export type Callers = 'numberKnown' | 'withheldWithName' | 'withheldWithoutName';

export function callersOf({ claims }: Pick<Call, 'claims'>): Callers {
  if (claims.phone !== undefined) return 'numberKnown';
  const { name, givenName, familyName } = claims;
  const named =
    givenName !== undefined || familyName !== undefined || (name !== undefined && identifies({ name }));
  return named ? 'withheldWithName' : 'withheldWithoutName';
}
