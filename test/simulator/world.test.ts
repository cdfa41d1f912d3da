import { describe, expect, test } from '@jest/globals';
import { baseline } from '../../simulator/history/baseline.ts';
import { withOverrides } from '../../simulator/parameters.ts';
import { makeWorld, recordsAt, type World } from '../../simulator/world/world.ts';
import { smallWorld } from './smallWorld.ts';

const share = <T>(items: readonly T[], holds: (item: T) => boolean) =>
  items.filter(holds).length / items.length;

describe('the default world over several seeds', () => {
  // Few weeks to play: what is looked at is the history.
  const worlds = [1, 2, 3].map((seed) => makeWorld(seed, withOverrides({ weeks: 6 })));
  const inHistory = (world: World) => world.calls.filter((call) => call.at < world.startsAt);
  const mean = (value: (world: World) => number) =>
    worlds.reduce((sum, world) => sum + value(world), 0) / worlds.length;

  test('withholds the number in about 72 % of the calls', () => {
    const withheld = mean((world) => share(world.calls, (call) => call.withheld));
    // Habits differ between people and a few call often: seeds scatter by about 1.5 points.
    expect(withheld).toBeGreaterThan(0.69);
    expect(withheld).toBeLessThan(0.75);
    for (const world of worlds) {
      expect(world.calls.filter((call) => (call.claims.phone === undefined) !== call.withheld)).toEqual([]);
    }
  });

  test('starts where the product starts: the old rule identifies about 23 % of customers calls', () => {
    const quality = worlds.map((world) => baseline(world).linkingQuality);
    for (const one of quality) {
      expect(one).toBeGreaterThan(0.19);
      expect(one).toBeLessThan(0.28);
    }
    const average = quality.reduce((sum, one) => sum + one, 0) / quality.length;
    expect(average).toBeGreaterThan(0.21);
    expect(average).toBeLessThan(0.25);
  });

  test('has the stated size', () => {
    const perWeek = mean((world) => inHistory(world).length / world.parameters.callHistoryWeeks);
    expect(perWeek).toBeGreaterThan(430);
    expect(perWeek).toBeLessThan(700);
    const records = mean(
      (world) => world.records.filter((one) => (one.versions[0]?.recordedAt ?? 0) < world.startsAt).length,
    );
    expect(records).toBeGreaterThan(2000);
    expect(records).toBeLessThan(2700);
    const leads = mean(
      (world) => world.leads.length / (world.parameters.leadHistoryWeeks + world.parameters.weeks),
    );
    expect(leads).toBeGreaterThan(110);
    expect(leads).toBeLessThan(130);
  });

  test('hears strangers, hang-ups, surnames alone and full names as often as stated', () => {
    const calls = worlds.flatMap((world) => world.calls);
    const { parameters } = worlds[0] as World;
    const spoken = calls.filter((call) => !call.hangsUp);
    expect(share(calls, (call) => call.hangsUp)).toBeCloseTo(parameters.calls.earlyHangUp, 2);
    expect(share(spoken, (call) => call.claims.dateOfBirth !== undefined)).toBeCloseTo(
      parameters.calls.dateOfBirth,
      2,
    );
    expect(
      share(spoken, (call) => call.claims.familyName !== undefined && call.claims.givenName === undefined),
    ).toBeCloseTo(parameters.calls.nameSpoken.surname * parameters.calls.namePartsSeparated, 2);
    const strangers = mean((world) =>
      share(world.calls, (call) => world.people.get(call.personId)?.joinsAt === Number.POSITIVE_INFINITY),
    );
    expect(strangers).toBeGreaterThan(0.15);
    expect(strangers).toBeLessThan(0.19);
  });

  test('has newcomers who call before they have a record, and families and duplicates that share evidence', () => {
    const world = worlds[0] as World;
    const before = world.calls.filter(
      (call) =>
        world.recordsOfPerson.has(call.personId) && recordsAt(world, call.personId, call.at).length === 0,
    );
    expect(before.length).toBeGreaterThan(50);
    const twice = [...world.recordsOfPerson.values()].filter((records) => records.length > 1);
    expect(twice.length / world.recordsOfPerson.size).toBeGreaterThan(0.02);
    expect(twice.length / world.recordsOfPerson.size).toBeLessThan(0.08);
    const landlines = [...world.people.values()].flatMap(({ landline, joinsAt }) =>
      landline !== null && joinsAt < Number.POSITIVE_INFINITY ? [landline] : [],
    );
    expect(landlines.length - new Set(landlines).size).toBeGreaterThan(100);
  });

  test('ends relations: nobody comes after leaving, and gaps grow before it', () => {
    const world = worlds[0] as World;
    const leaves = ({ personId }: { personId: string }) => world.people.get(personId)?.leavesAt as number;
    // The day may slip past a weekend.
    expect(world.visits.filter((visit) => visit.at > leaves(visit) + 4 * 86_400_000)).toEqual([]);
    const inPhase = (visit: World['visits'][number]) => visit.at > leaves(visit) - 7 * 7 * 86_400_000;
    const phase = world.visits.filter(inPhase);
    const calm = world.visits.filter((visit) => !inPhase(visit));
    expect(share(phase, (one) => one.status === 'no_show')).toBeGreaterThan(
      2 * share(calm, (one) => one.status === 'no_show'),
    );
    expect(share(phase, (one) => one.complaintAt !== null)).toBeGreaterThan(
      4 * share(calm, (one) => one.complaintAt !== null),
    );
  });
});

describe('a world', () => {
  test('is the same for the same seed and another for another', () => {
    const parameters = withOverrides(smallWorld);
    const text = (seed: number) =>
      JSON.stringify({ ...makeWorld(seed, parameters), people: null, ownerOf: null });
    const eleven = text(11);
    expect(text(11)).toBe(eleven);
    expect(text(12)).not.toBe(eleven);
  });

  test('does not change its past when it is asked to last longer', () => {
    const [short, long] = [2, 4].map((weeks) => makeWorld(3, withOverrides({ ...smallWorld, weeks }))) as [
      World,
      World,
    ];
    const text = (value: unknown) => JSON.stringify(value);
    expect(text(long.leads.slice(0, short.leads.length))).toBe(text(short.leads));
    expect(text(long.calls.slice(0, short.calls.length))).toBe(text(short.calls));
    expect(long.records.length).toBeGreaterThan(short.records.length);
    const past = ({ facts, startsAt }: World) => facts.filter((fact) => fact.at < startsAt);
    expect(text(past(long))).toBe(text(past(short)));
  });
});
