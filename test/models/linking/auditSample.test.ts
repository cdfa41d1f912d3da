import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { auditSample } from '../../../models/linking/auditSample.ts';
import { type LinkerExample, replayExamples } from '../../../models/linking/replay.ts';
import { callCentre } from './scene.ts';

const scene = callCentre(21, 100, 400);
const { examples } = replayExamples(scene.events, scene.calls, { timezone: 'Europe/Berlin' });
const all = auditSample(examples, 100);

/** Hard calls (every third) are always asked about, of the others one in four. */
function asked(seed: number): LinkerExample[] {
  const random = seededRandom(seed);
  return examples.flatMap((example, number) => {
    const share = number % 3 === 0 ? 1 : 0.25;
    return random.uniform() < share ? [{ ...example, weight: 1 / share }] : [];
  });
}

describe('auditSample', () => {
  test('hard and easy calls are kept in the shares in which they come in', () => {
    const hard = new Set(examples.filter((_, number) => number % 3 === 0).map(({ callId }) => callId));
    const shareOf = (sample: readonly LinkerExample[]) =>
      sample.filter(({ callId }) => hard.has(callId)).length / sample.length;
    let [kept, given] = [0, 0];
    for (let seed = 1; seed <= 20; seed++) {
      const labelled = asked(seed);
      kept += shareOf(auditSample(labelled, 100)) / 20;
      given += shareOf(labelled) / 20;
    }
    expect(given).toBeGreaterThan(0.6);
    expect(Math.abs(kept - shareOf(all))).toBeLessThan(0.04);
  });

  test('is decided by the calls, not by their order', () => {
    const labelled = asked(3);
    const ids = (sample: readonly LinkerExample[]) => sample.map(({ callId }) => callId);
    expect(ids(auditSample([...labelled].reverse(), 100))).toEqual(ids(auditSample(labelled, 100)));
  });

  test('leaves out what nobody asked for, and callers who left nothing', () => {
    expect(
      auditSample(
        examples.map((example) => ({ ...example, volunteered: true })),
        100,
      ),
    ).toEqual([]);
    const silent = { name: null, phone: null, email: null, dateOfBirth: null, address: null };
    const nothing = examples.map((example) => ({ ...example, query: { ...example.query, claims: silent } }));
    expect(auditSample(nothing, 100)).toEqual([]);
    expect(all.length).toBeGreaterThan(150);
    expect(all.length).toBeLessThan(examples.length - 100);
  });
});
