import type { NormalizedAddress } from '../../features/identity/address.ts';
import type { CallAttributes } from './attributeShares.ts';
import type { NameParts } from './compareNames.ts';
import type { LocalTime } from './localTime.ts';

/** A call known to be the customer's. */
export interface KnownCall extends LocalTime {
  readonly callId: string;
  readonly occurredAt: number;
  readonly service: string | null;
  readonly attributes: CallAttributes;
  /** Number of a confirmed call, or null. */
  readonly phone: string | null;
  /** Name of a confirmed call, or null. */
  readonly name: NameParts | null;
}

export interface KnownAppointment {
  readonly id: string;
  readonly scheduledAt: number;
  readonly service: string | null;
}

/** Everything that is known of one customer's identity, those merged into it included. */
export interface CustomerEvidence {
  /** Those of identifiers first, then those that only confirmed calls gave. */
  readonly names: readonly NameParts[];
  /** How many of the names identifiers give. */
  readonly recordedNames: number;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  readonly datesOfBirth: readonly string[];
  readonly addresses: readonly NormalizedAddress[];
  /** Numbers of confirmed calls. */
  readonly callPhones: readonly string[];
  /** Sorted by time. */
  readonly calls: readonly KnownCall[];
  readonly appointments: readonly KnownAppointment[];
}
