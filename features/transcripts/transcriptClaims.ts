import type { IdentityClaims } from '../identity/claims.ts';
import { type Extracted, type ExtractionOptions, extractIdentity } from './extractIdentity.ts';

/** A claim that was not delivered but read out of the transcript. */
interface ExtractedClaim {
  readonly confidence: number;
  readonly evidence: readonly string[];
}

export interface TranscriptClaims {
  /** Only what the source did not deliver. */
  readonly claims: IdentityClaims;
  /** By name of the claim, where it comes from. */
  readonly extracted: Readonly<Record<string, ExtractedClaim>>;
}

/** Values that are as likely wrong as right would link calls to strangers. */
const leastConfidence = 0.5;

/**
 * What a transcript adds to the delivered claims of a call: name (of the customer concerned, when somebody calls for
 * another), phone, e-mail, date of birth and address, each only if the source said nothing of the kind. null: nothing.
 */
export function transcriptClaims(
  delivered: IdentityClaims,
  transcript: string | null,
  options: ExtractionOptions,
): TranscriptClaims | null {
  if (transcript === null || transcript === '') return null;
  const lacks = (...fields: readonly (keyof IdentityClaims)[]) =>
    fields.every((field) => delivered[field] == null || delivered[field] === '');
  const wanted = {
    name: lacks('name', 'givenName', 'familyName'),
    phone: lacks('phone'),
    email: lacks('email'),
    dateOfBirth: lacks('dateOfBirth'),
    address: lacks('street', 'houseNumber', 'postalCode', 'city'),
  };
  if (!Object.values(wanted).includes(true)) return null;
  const found = extractIdentity(transcript, options);
  const claims: Partial<Record<keyof IdentityClaims, string>> = {};
  const extracted: Record<string, ExtractedClaim> = {};
  const sure = <T>(one: Extracted<T> | undefined): one is Extracted<T> =>
    one !== undefined && one.confidence >= leastConfidence;
  const fill = (
    field: keyof IdentityClaims,
    value: string | null,
    { confidence, evidence }: Extracted<unknown>,
  ) => {
    if (value === null) return;
    claims[field] = value;
    extracted[field] = { confidence, evidence };
  };
  if (wanted.name && sure(found.name)) fill('name', found.name.value, found.name);
  if (wanted.phone && sure(found.phone)) fill('phone', found.phone.normalized, found.phone);
  if (wanted.email && sure(found.email)) fill('email', found.email.value, found.email);
  if (wanted.dateOfBirth && sure(found.dateOfBirth))
    fill('dateOfBirth', found.dateOfBirth.value, found.dateOfBirth);
  if (wanted.address && sure(found.address)) {
    const { street, houseNumber, postalCode, city } = found.address.value;
    fill('street', street, found.address);
    fill('houseNumber', houseNumber, found.address);
    fill('postalCode', postalCode, found.address);
    fill('city', city, found.address);
  }
  return Object.keys(claims).length === 0 ? null : { claims, extracted };
}
