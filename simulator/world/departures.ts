import { DAY, iso } from '../calendar.ts';
import type { Parameters } from '../parameters.ts';
import { between, chance } from '../random/distributions.ts';
import { stream } from '../random/stream.ts';
import type { Person } from './person.ts';

/** A departure that was announced, and when it was entered. */
export interface Departure {
  readonly at: number;
  readonly customerExternalId: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** The departures the company hears of, late; the others just stay away. */
export function departures(
  seed: number,
  people: readonly Person[],
  until: number,
  recordAt: (personId: string, at: number) => string,
  parameters: Parameters,
): Departure[] {
  const { announced, announcedAfterDays } = parameters.leaving;
  const [low, high] = announcedAfterDays as readonly [number, number];
  return people
    .filter((person) => person.leavesAt < until)
    .flatMap((person) => {
      const random = stream(seed, 'departure', person.id);
      if (!chance(random, announced)) return [];
      const customerExternalId = recordAt(person.id, person.leavesAt);
      const at = person.leavesAt + (between(random, low, high) + random() * 0.3) * DAY;
      const row = {
        externalId: `D-${customerExternalId}`,
        subjectType: 'customer',
        subjectExternalId: customerExternalId,
        kind: 'churned',
        occurredAt: iso(person.leavesAt),
      };
      return [{ at, customerExternalId, row }];
    })
    .sort((a, b) => a.at - b.at);
}
