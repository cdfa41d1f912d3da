import { z } from 'zod';

/**
 * What somebody claimed, or a record states, about who they are: as heard or written, not yet normalised.
 * The same shape for a caller's claims and for a customer's evidence.
 */
export const identityClaims = z.object({
  /** Full name in one string, when the source does not separate the parts. */
  name: z.string().max(1000).nullish(),
  givenName: z.string().max(1000).nullish(),
  familyName: z.string().max(1000).nullish(),
  /** Any notation; absent: the number was withheld. */
  phone: z.string().max(200).nullish(),
  email: z.string().max(1000).nullish(),
  /** ISO date, or the usual German and compact notations (31.12.1980, 19801231). */
  dateOfBirth: z.string().max(100).nullish(),
  street: z.string().max(1000).nullish(),
  houseNumber: z.string().max(100).nullish(),
  postalCode: z.string().max(100).nullish(),
  city: z.string().max(1000).nullish(),
});

export type IdentityClaims = z.infer<typeof identityClaims>;
