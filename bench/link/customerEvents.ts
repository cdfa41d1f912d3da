import type { IdentityClaims } from '../../features/identity/claims.ts';
import { identifiersOf } from '../../features/identity/identifiers.ts';
import type { IdentityEvent } from '../../models/linking/identityEvent.ts';

const known = new Date('2026-01-05T08:00:00Z');

/** UUID of the customer with a number. */
export function customerId(number: number): string {
  const scattered = Math.imul(number + 1, 0x9e3779b1) >>> 0;
  const digits = scattered.toString(16).padStart(8, '0');
  return `${digits}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** The events that make a customer known, as an import writes and serving reads them. */
export function customerEvents(number: number, claims: IdentityClaims, at: Date = known): IdentityEvent[] {
  const id = customerId(number);
  return [
    { type: 'customer', customerId: id, status: 'active', mergedIntoId: null, at },
    ...identifiersOf(claims).map(
      ({ kind, normalized, parts }): IdentityEvent => ({
        type: 'identifier',
        customerId: id,
        kind,
        normalized,
        parts,
        at,
      }),
    ),
  ];
}
