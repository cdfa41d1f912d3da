import type { NormalizedIdentity } from '../../features/identity/normalizeIdentity.ts';
import type { CallAttributes } from './attributeShares.ts';
import type { Embedding } from './embeddings.ts';

/** A call that asks whose it is. */
export interface LinkQuery {
  readonly claims: NormalizedIdentity;
  readonly occurredAt: Date;
  readonly service: string | null;
  /** Local hour, 0-23, and ISO weekday, 1-7, of the call in the company's time zone. */
  readonly hour: number;
  readonly weekday: number;
  /** Attributes of the call that may be habits (see callAttributes). */
  readonly attributes?: CallAttributes;
  /** Vectors the caller consented to, one of each kind; absent: none. */
  readonly embeddings?: readonly Embedding[];
  /** The call's own id: a link it already has is no evidence for itself. */
  readonly callId?: string;
}

/** Whether the caller left anything that points to a person: a name, number, e-mail, date of birth or address. */
export function leftEvidence({ claims }: LinkQuery): boolean {
  return (
    claims.name !== null ||
    claims.phone !== null ||
    claims.email !== null ||
    claims.dateOfBirth !== null ||
    (claims.address !== null && claims.address.street !== null)
  );
}
