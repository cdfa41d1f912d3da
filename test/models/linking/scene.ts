import { seededRandom } from '../../../base/random.ts';
import type { IdentityClaims } from '../../../features/identity/claims.ts';
import { identifiersOf } from '../../../features/identity/identifiers.ts';
import { normalizeIdentity } from '../../../features/identity/normalizeIdentity.ts';
import type { IdentityEvent } from '../../../models/linking/identityEvent.ts';
import type { LinkQuery } from '../../../models/linking/linkQuery.ts';
import type { ReplayCall } from '../../../models/linking/replay.ts';

export const region = 'DE';
export const start = new Date('2026-01-05T08:00:00Z');
export const hoursLater = (hours: number): Date => new Date(start.getTime() + hours * 3_600_000);

/** Events that make a customer known. */
export function customer(customerId: string, claims: IdentityClaims, at: Date = start): IdentityEvent[] {
  return identifiersOf(claims, { region }).map(({ kind, normalized, parts }) => ({
    type: 'identifier',
    customerId,
    kind,
    normalized,
    parts,
    at,
  }));
}

export function call(claims: IdentityClaims, overrides: Partial<LinkQuery> = {}): LinkQuery {
  return {
    claims: normalizeIdentity(claims, { region }),
    occurredAt: hoursLater(1000),
    service: 'advice',
    hour: 10,
    weekday: 2,
    ...overrides,
  };
}

const givenNames =
  'Anna Ben Clara David Emma Felix Greta Hans Ida Jonas Karin Lukas Maria Nils Olga Paul Rosa Stefan Tina Ulrich'.split(
    ' ',
  );
const familyNames =
  'Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Koch Bauer Richter Klein Wolf Neumann Schwarz Krüger Braun Zimmermann Hartmann Lange Krause Lehmann Köhler Herrmann Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Vogel Friedrich'.split(
    ' ',
  );

/** A slip of one letter. */
function misheard(name: string, random: { integer(bound: number): number }): string {
  const at = 1 + random.integer(name.length - 1);
  return `${name.slice(0, at)}${'aeinrst'.charAt(random.integer(7))}${name.slice(at + 1)}`;
}

export interface Scene {
  readonly events: readonly IdentityEvent[];
  /** Truth included; strip it to learn without labels. */
  readonly calls: readonly (ReplayCall & { readonly truth: string | null })[];
}

/**
 * A small call centre: customers with common names, some sharing a phone with a relative, and calls of customers and
 * strangers who leave a number, a name, both or neither, names misheard now and then.
 */
export function callCentre(seed: number, customers: number, callCount: number): Scene {
  const random = seededRandom(seed);
  const one = <T>(items: readonly T[]): T => items[random.integer(items.length)]!;
  const common = <T>(items: readonly T[]): T => items[Math.floor(items.length * random.uniform() ** 2)]!;
  const person = (number: number) => ({
    givenName: one(givenNames),
    familyName: common(familyNames),
    phone: `0151 ${String(10_000_000 + number)}`,
    dateOfBirth: `19${String(40 + random.integer(60))}-0${1 + random.integer(9)}-1${random.integer(10)}`,
  });
  const people: ReturnType<typeof person>[] = [];
  for (let number = 0; number < customers; number++) {
    const made = person(number);
    const relative = people.at(-1);
    const shares = relative !== undefined && random.uniform() < 0.15;
    people.push(shares ? { ...made, familyName: relative.familyName, phone: relative.phone } : made);
  }
  const events = people.flatMap((claims, number) => customer(`c${number}`, claims));
  const calls = Array.from({ length: callCount }, (_, number) => {
    const known = random.uniform() < 0.8;
    const who = random.integer(customers);
    const caller = known ? people[who]! : person(500_000 + number);
    const hear = (name: string) => (random.uniform() < 0.2 ? misheard(name, random) : name);
    const claims: IdentityClaims = {
      ...(random.uniform() < 0.6 ? { phone: caller.phone } : {}),
      ...(random.uniform() < 0.6 ? { givenName: hear(caller.givenName) } : {}),
      ...(random.uniform() < 0.8 ? { familyName: hear(caller.familyName) } : {}),
      ...(random.uniform() < 0.3 ? { dateOfBirth: caller.dateOfBirth } : {}),
    };
    const at = hoursLater(24 + number);
    const query = call(claims, { occurredAt: at });
    return { callId: `call${number}`, at, query, truth: known ? `c${who}` : null };
  });
  return { events, calls };
}
