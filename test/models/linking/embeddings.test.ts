import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Random, seededRandom } from '../../../base/random.ts';
import { comparisonFields, fieldAt } from '../../../models/linking/comparisonFields.ts';
import { comparisonHash, presentComparison } from '../../../models/linking/comparisonHash.ts';
import { directionOf, embeddingLevel, rememberedCalls } from '../../../models/linking/embeddings.ts';
import { weighCandidates } from '../../../models/linking/explain/weigh.ts';
import { expectedFellegiSunter, fieldWeight, matchWeight } from '../../../models/linking/fellegiSunter.ts';
import { fitLinker } from '../../../models/linking/fitLinker.ts';
import type { IdentityEvent } from '../../../models/linking/identityEvent.ts';
import { IdentityState } from '../../../models/linking/identityState.ts';
import { linkerFromData } from '../../../models/linking/linkerModel.ts';
import { replayExamples } from '../../../models/linking/replay.ts';
import { call, callCentre, customer, hoursLater } from './scene.ts';

const timezone = 'Europe/Berlin';

describe('the level of vectors', () => {
  const vector = fc
    .array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 3 })
    .filter((values) => values.some((value) => value !== 0));

  test('is that of the cosine with the mean of unit vectors', () => {
    fc.assert(
      fc.property(vector, fc.array(vector, { maxLength: 5 }), (asked, known) => {
        const unit = (values: readonly number[]) => values.map((value) => value / Math.hypot(...values));
        const mean = [0, 1, 2].map((at) => known.reduce((sum, values) => sum + unit(values)[at]!, 0));
        const length = Math.hypot(...mean);
        const cosine = unit(asked).reduce((sum, value, at) => sum + value * mean[at]!, 0) / length;
        // On a border single precision may fall to either side.
        fc.pre([0.2, 0.4, 0.6, 0.8].every((border) => !(Math.abs(cosine - border) < 1e-5)));
        const expected =
          length < 1e-6 ? -1 : cosine < 0.2 ? 0 : cosine < 0.4 ? 1 : cosine < 0.6 ? 2 : cosine < 0.8 ? 3 : 4;
        const of = (values: readonly number[]) => [{ kind: 'voice', direction: directionOf(values) }];
        expect(embeddingLevel(of(asked), known.map(of))).toBe(expected);
      }),
      { seed: 4, numRuns: 500 },
    );
  });

  test('is missing across kinds and dimensions, and the mean of several kinds', () => {
    const voice = (...values: number[]) => ({ kind: 'voice', direction: directionOf(values) });
    const behaviour = (...values: number[]) => ({ kind: 'behaviour', direction: directionOf(values) });
    expect(embeddingLevel([voice(1, 0)], [[behaviour(1, 0)], [voice(1, 0, 0)]])).toBe(-1);
    expect(embeddingLevel([voice(1, 0), behaviour(1, 0)], [[voice(1, 0), behaviour(0, 1)]])).toBe(2);
  });

  test('depends on no scale, however large or small', () => {
    for (const scale of [1e-300, 1, 1e300])
      expect([...directionOf([3 * scale, 4 * scale])]).toEqual([...Float32Array.of(0.6, 0.8)]);
  });
});

/** A voice as a model of speakers sees it in one call: the same direction each time, and noise. */
function voiceOf(person: readonly number[], random: Random) {
  return directionOf(person.map((value) => value + 0.35 * random.normal()));
}

describe('two of a household, who share a number and a family name', () => {
  const random = seededRandom(3);
  const people = ['anna', 'otto'].map(() => Array.from({ length: 192 }, () => random.normal()));
  const shared = { familyName: 'Weber', phone: '0151 10000001' };
  const household = ['anna', 'otto'].flatMap((id) => customer(id, shared));
  const claims = call(shared).claims;

  const linked = (
    callId: string,
    customerId: string,
    hour: number,
    more: object = { claims },
  ): IdentityEvent => ({
    type: 'link',
    callId,
    customerId,
    occurredAt: hoursLater(hour),
    service: 'advice',
    at: hoursLater(hour),
    ...more,
  });
  const heard = (callId: string, person: number, hour: number): IdentityEvent => ({
    type: 'embedding',
    callId,
    kind: 'voice',
    direction: voiceOf(people[person]!, random),
    at: hoursLater(hour),
  });
  const calls = [0, 1, 0, 1, 0, 1].flatMap((person, number) => [
    linked(`k${number}`, ['anna', 'otto'][person]!, 10 + number),
    heard(`k${number}`, person, 10 + number),
  ]);
  const stateOf = (...events: IdentityEvent[]) => {
    const state = new IdentityState({ timezone });
    for (const event of [...household, ...events]) state.apply(event);
    return state;
  };
  const speaking = (person: number, more: object = {}) =>
    call(shared, { embeddings: [{ kind: 'voice', direction: voiceOf(people[person]!, random) }], ...more });
  const levels = (state: IdentityState, query = speaking(1)) =>
    ['anna', 'otto'].map((id) => state.compareWith(query, id)!.comparison.levels[fieldAt.embedding]);

  test('are told apart by their voices, and not without', async () => {
    const { events, calls: taught } = callCentre(5, 40, 80);
    const model = linkerFromData(
      (await fitLinker({ examples: replayExamples(events, taught, { timezone }).examples })).data,
    );
    const state = stateOf(...calls);
    const of = (query: ReturnType<typeof call>) => {
      const candidates = state.candidates(query);
      const { probabilities } = model.resolve(candidates, query);
      const at = (id: string) => probabilities[candidates.findIndex(({ customerId }) => customerId === id)]!;
      return at('otto') / (at('anna') + at('otto'));
    };
    const silent = of(call(shared));
    expect(silent).toBeGreaterThan(0.2);
    expect(silent).toBeLessThan(0.8);
    for (let repetition = 0; repetition < 20; repetition++) {
      expect(of(speaking(1))).toBeGreaterThan(0.95);
      expect(of(speaking(0))).toBeLessThan(0.05);
    }
    // And the explanation says why.
    const query = speaking(1);
    const [best] = weighCandidates(model.data, state.candidates(query), query);
    expect(best!.customerId).toBe('otto');
    expect(best!.weights.find(({ field }) => field === 'embedding')).toMatchObject({ level: 'same' });
    expect(best!.weights.find(({ field }) => field === 'embedding')!.bits).toBeGreaterThan(1);
  });

  test('are not compared by links nobody confirmed, nor by the call itself', () => {
    expect(levels(stateOf(...calls))).toEqual([0, 4]);
    expect(levels(stateOf(linked('k1', 'otto', 11, {}), heard('k1', 1, 11)))).toEqual([-1, -1]);
    const own = stateOf(linked('k1', 'otto', 11), heard('k1', 1, 11));
    expect(levels(own)).toEqual([-1, 4]);
    expect(levels(own, speaking(1, { callId: 'k1' }))).toEqual([-1, -1]);
  });

  test('lose a vector with its link and with the consent, whatever is delivered again', () => {
    const state = stateOf(linked('k1', 'anna', 11), heard('k1', 1, 11));
    expect(levels(state)).toEqual([4, -1]);
    state.apply({ type: 'linkRetracted', callId: 'k1', customerId: 'anna', at: hoursLater(12) });
    expect(levels(state)).toEqual([-1, -1]);
    state.apply(linked('k1', 'otto', 12));
    expect(levels(state)).toEqual([-1, 4]);
    state.apply({ type: 'embedding', callId: 'k1', kind: 'voice', direction: null, at: hoursLater(13) });
    expect(levels(state)).toEqual([-1, -1]);
    state.apply(heard('k1', 1, 11));
    expect(levels(state)).toEqual([-1, -1]);
  });

  test('change: only the latest vectors count', () => {
    const history = Array.from({ length: 40 + rememberedCalls }, (_, number) => [
      linked(`k${number}`, 'otto', number),
      heard(`k${number}`, number < 40 ? 0 : 1, number),
    ]);
    expect(levels(stateOf(...history.flat()))).toEqual([-1, 4]);
  });

  test('share the vectors of whom they were merged with', () => {
    const state = stateOf(...calls);
    state.apply({
      type: 'customer',
      customerId: 'otto',
      status: 'merged',
      mergedIntoId: 'anna',
      at: hoursLater(50),
    });
    expect(levels(state)[0]).toBeGreaterThan(0);
  });

  test('are replayed with the vectors known before each call', () => {
    const asked = [11, 13].map((hour) => ({ callId: `q${hour}`, at: hoursLater(hour), query: speaking(1) }));
    const events = [...household, linked('k1', 'otto', 5), heard('k1', 1, 12)];
    const { examples } = replayExamples(events, asked, { timezone });
    const known = examples.map(
      ({ candidates }) =>
        candidates.find(({ customerId }) => customerId === 'otto')!.comparison.levels[fieldAt.embedding],
    );
    expect(known).toEqual([-1, 4]);
  });

  test('bring nobody among the candidates who has nothing else in common', () => {
    const state = stateOf(...calls);
    expect(state.candidates({ ...speaking(1), claims: call({ familyName: 'Krzywonos' }).claims })).toEqual(
      [],
    );
  });

  test('answer a call without vectors as if there were none', () => {
    const silent = call(shared);
    const withVectors = stateOf(...calls);
    const without = stateOf(...calls.filter(({ type }) => type !== 'embedding'));
    expect(withVectors.candidates(silent)).toEqual(without.candidates(silent));
  });
});

describe('a linker from before there were vectors', () => {
  const population = 50;
  const { match, random, ...rest } = expectedFellegiSunter(population);
  const old = {
    ...rest,
    match: match.slice(0, fieldAt.embedding),
    random: random.slice(0, fieldAt.embedding),
  };

  test('answers to vectors as it would without', () => {
    const levels = comparisonFields.map(() => 1);
    const comparison = {
      levels,
      frequencies: levels.map(() => 0),
      daysSinceLastContact: 1,
      contacts: 1,
      phoneSharedBy: 0,
    };
    const silent = { ...comparison, levels: levels.with(fieldAt.embedding, -1) };
    expect(fieldWeight(old, comparison, fieldAt.embedding)).toBe(0);
    expect(matchWeight(old, comparison)).toBe(matchWeight(old, silent));
    expect(matchWeight(expectedFellegiSunter(population), silent)).toBe(matchWeight(old, silent));
  });

  test('is known by its hash, and no other is', () => {
    const before = '118301d70a830c7dbd05e09c4ef851fa1bc4ceb6d8bc7880639ad9a00c1d94c9';
    expect(presentComparison(before)).toBe(comparisonHash);
    expect(presentComparison(before.replace('1', '2'))).not.toBe(comparisonHash);
    expect(presentComparison(null)).toBeNull();
  });
});
