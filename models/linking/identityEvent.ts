import type { Identifier } from '../../features/identity/identifiers.ts';
import type { NormalizedIdentity } from '../../features/identity/normalizeIdentity.ts';
import type { CallAttributes } from './attributeShares.ts';

/**
 * What the identity state learns from, in the order in which it became known (`at`). Every event may be delivered
 * again without effect.
 */
export type IdentityEvent =
  | {
      readonly type: 'customer';
      readonly customerId: string;
      readonly status: 'temporary' | 'active' | 'merged';
      /** The customer that replaces a merged one. */
      readonly mergedIntoId: string | null;
      readonly at: Date;
    }
  | {
      readonly type: 'identifier' | 'identifierRetracted';
      readonly customerId: string;
      readonly kind: Identifier['kind'];
      readonly normalized: string;
      readonly parts: Readonly<Record<string, unknown>>;
      readonly at: Date;
    }
  | {
      /** A call is known to be a customer's; replaces an earlier link of the same call. */
      readonly type: 'link';
      readonly callId: string;
      readonly customerId: string;
      /** When the call took place. */
      readonly occurredAt: Date;
      readonly service: string | null;
      /** Attributes of the call that may be habits (see callAttributes). */
      readonly attributes?: CallAttributes;
      readonly at: Date;
      /**
       * What the caller claimed, when a person or the source confirmed the link: its number and name are then
       * evidence for later calls. Absent for links nobody confirmed, so that a wrong one does not feed itself.
       */
      readonly claims?: NormalizedIdentity;
    }
  | {
      readonly type: 'linkRetracted';
      readonly callId: string;
      readonly customerId: string;
      readonly at: Date;
    }
  | {
      /**
       * So many unrelated customers have the value that it tells none of them apart (feedback/entities/sharedIdentifiers.ts
       * has the rule), or no longer.
       */
      readonly type: 'identifierShared' | 'identifierUnshared';
      readonly kind: 'phone' | 'email';
      readonly normalized: string;
      readonly at: Date;
    }
  | {
      /** A vector of a call whose caller consented to it; replaces the one of its kind. */
      readonly type: 'embedding';
      readonly callId: string;
      readonly kind: string;
      /** Length 1; null: the consent was withdrawn, or the person erased. */
      readonly direction: Float32Array | null;
      readonly at: Date;
    }
  | {
      readonly type: 'appointment';
      readonly customerId: string;
      /** Tells the same appointment apart from another one; absent: time and service do. */
      readonly appointmentId?: string;
      readonly scheduledAt: Date;
      readonly service: string | null;
      /** A cancelled appointment is forgotten. */
      readonly cancelled?: boolean;
      readonly at: Date;
    };
