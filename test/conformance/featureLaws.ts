import fc from 'fast-check';
import type { Feature, Row } from '../../features/feature.ts';
import { emptyHistory, type History } from '../../features/history.ts';
import type { Entity, Fact } from '../../prisma/repositories/historyRecord.ts';
import { epoch, history, mapFacts, moment } from '../features/generateHistory.ts';
import { naiveFeatures } from '../features/naiveFeatures.ts';
import { type Law, require } from './law.ts';

/** Something that computes features: the engine, or a mutant of it. */
export interface FeatureSubject {
  readonly entity: Entity;
  readonly features: readonly Feature[];
  /** Rows at ascending moments, in one go. */
  readonly batch: (history: History, moments: readonly number[]) => readonly Row[];
  /** What answers at moments that move forward, while facts come in one by one. */
  readonly online: (history: History) => {
    add(source: Sequence, fact: Fact): void;
    at(asOf: number): Row;
  };
}

export type Sequence = 'transactions' | 'calls' | 'appointments' | 'interactions' | 'outcomes';
const sequence = ['transactions', 'calls', 'appointments', 'interactions', 'outcomes'] as const;

/** In words of its own, so that a mistake in the rule cannot hide itself. */
const isKnown = (fact: Fact, asOf: number) =>
  !(fact.recordedAt > asOf) &&
  !(fact.occurredAt > asOf) &&
  (fact.retractedAt === null || asOf < fact.retractedAt);

/** To the bit; zeros of both signs are one number. */
function requireSame(received: Row, expected: Readonly<Record<string, unknown>>, what: string): void {
  const names = new Set([...Object.keys(received), ...Object.keys(expected)]);
  for (const name of names)
    require(received[name] ===
      expected[name], `${what}: ${name} is ${received[name]}, not ${expected[name]}`);
}

const moments = fc.array(moment, { minLength: 1, maxLength: 6 }).map((times) => times.sort((a, b) => a - b));
const runs = (numRuns: number, seed: number) => ({ numRuns, seed, endOnFailure: true });

export const featureLaws: readonly Law<FeatureSubject>[] = [
  {
    name: 'one pass over a history equals a naive computation at each moment, to the bit',
    check({ entity, features, batch }) {
      fc.assert(
        fc.property(history(entity), moments, (given, times) => {
          const rows = batch(given, times);
          times.forEach((asOf, index) => {
            requireSame(rows[index]!, naiveFeatures(features, given, asOf), 'batch');
          });
        }),
        runs(50, 11),
      );
    },
  },
  {
    name: 'kept warm while facts come in, late, twice and taken back ones too, it equals the batch, to the bit',
    check({ entity, batch, online }) {
      fc.assert(
        fc.property(history(entity), moments, (given, times) => {
          const warm = online(mapFacts({ ...given }, (facts) => (isAttribute(given, facts) ? facts : [])));
          const arriving = sequence
            .flatMap((source) => given[source].map((fact) => ({ source, fact: fact as Fact })))
            .sort((a, b) => a.fact.recordedAt - b.fact.recordedAt);
          let next = 0;
          for (const asOf of times) {
            while (next < arriving.length && arriving[next]!.fact.recordedAt <= asOf) {
              warm.add(arriving[next]!.source, arriving[next]!.fact);
              next++;
            }
            requireSame(warm.at(asOf), batch(given, [asOf])[0]!, 'online');
          }
        }),
        runs(50, 12),
      );
    },
  },
  {
    name: 'nothing that happens or becomes known after the moment matters',
    check({ entity, batch }) {
      fc.assert(
        fc.property(history(entity), history(entity), moment, (given, other, asOf) => {
          // Everything of another history that is not known by the moment, retractions to come included.
          const future = mapFacts(other, (facts) => facts.filter((fact) => !isKnown(fact, asOf)));
          const stripped = mapFacts(given, (facts) =>
            facts.filter((fact) => isKnown(fact, asOf)).map((fact) => ({ ...fact, retractedAt: null })),
          );
          const distinct = (facts: readonly { id: string }[]) =>
            new Set(facts.map(({ id }) => id)).size === facts.length;
          // A version of a fact that replaces an equal one differs in its retraction only.
          fc.pre(sequence.every((source) => distinct(stripped[source])));
          const mixed = {
            ...given,
            leadVersions: [...future.leadVersions, ...given.leadVersions],
            transactions: [...future.transactions, ...given.transactions],
            calls: [...future.calls, ...given.calls],
            appointments: [...future.appointments, ...given.appointments],
            interactions: [...future.interactions, ...given.interactions],
            outcomes: [...future.outcomes, ...given.outcomes],
            attributes: [...future.attributes, ...given.attributes],
          };
          requireSame(batch(mixed, [asOf])[0]!, batch(stripped, [asOf])[0]!, 'with a future');
        }),
        runs(40, 13),
      );
    },
  },
  {
    name: 'the order of delivery and delivery twice do not matter',
    check({ entity, batch }) {
      fc.assert(
        fc.property(history(entity), moment, (given, asOf) => {
          const [plain] = batch(given, [asOf]);
          const shuffled = mapFacts(given, (facts) => [...facts].reverse());
          const twice = mapFacts(given, (facts) => [...facts, ...facts]);
          requireSame(batch(shuffled, [asOf])[0]!, plain!, 'in another order');
          requireSame(batch(twice, [asOf])[0]!, plain!, 'delivered twice');
        }),
        runs(30, 14),
      );
    },
  },
  {
    name: 'an empty history has the declared missing values',
    check({ entity, features, batch }) {
      const [row] = batch(emptyHistory(entity, 'nobody', epoch), [epoch]);
      for (const feature of features)
        if (feature.kind === 'event' || feature.kind === 'ratio')
          require(row![feature.name] === feature.missing, `${feature.name} is ${row![feature.name]}`);
    },
  },
  {
    name: 'a window of n days has n times 24 hours, also when clocks change',
    check({ entity, features, batch }) {
      // German clocks went forward on 30 March 2025 at 01:00 UTC, and back on 26 October.
      for (const change of [Date.UTC(2025, 2, 30, 1), Date.UTC(2025, 9, 26, 1)])
        for (const feature of features) {
          if (feature.kind !== 'event' || feature.window === null || feature.aggregate !== 'count') continue;
          if (Object.keys(feature.where).length > 0 || feature.source === 'events') continue;
          const oldest = change - 3_600_000;
          const fact = {
            id: 'f',
            occurredAt: oldest,
            recordedAt: oldest,
            retractedAt: null,
            status: 'attended',
            scheduledAt: oldest,
            direction: 'outbound',
            action: 'call',
          };
          const given = { ...emptyHistory(entity, 'x', 0), [feature.source]: [fact] };
          const leaves = oldest + (feature.window.before + feature.window.days) * 86_400_000;
          const [inside, outside] = batch(given, [leaves - 1, leaves]);
          require(inside![feature.name] === 1, `${feature.name} has lost an event too early`);
          require(outside![feature.name] === feature.missing, `${feature.name} keeps an event too long`);
        }
    },
  },
];

/** Attributes and versions of a lead are not part of the sequence: they are there from the start. */
function isAttribute(given: History, facts: readonly Fact[]): boolean {
  return (facts as unknown) === given.attributes || (facts as unknown) === given.leadVersions;
}
