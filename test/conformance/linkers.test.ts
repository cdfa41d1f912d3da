import { describe, expect, test } from '@jest/globals';
import { fitFellegiSunter } from '../../models/linking/fitFellegiSunter.ts';
import { IdentityState } from '../../models/linking/identityState.ts';
import type { LinkQuery } from '../../models/linking/linkQuery.ts';
import { LawBroken } from './law.ts';
import { linkers } from './linkerCatalogue.ts';
import { examples, type Fitted, fitted, linkerLaws } from './linkerLaws.ts';

const members = await Promise.all(
  linkers.map(async (linker) => [linker.name, await fitted(linker)] as const),
);
const laws = linkerLaws.map((law) => [law.name, law] as const);

describe.each(members)('%s', (_, member) => {
  test.each(laws)('%s', async (_name, law) => {
    await law.check(member);
  });
});

const falls = (values: readonly number[]) =>
  values.some((value, at) => at > 0 && value < values[at - 1]! - 1e-9 * Math.abs(value));

test('the likelihood of expectation maximisation never falls, with labels and without', () => {
  for (const given of [examples, examples.map((each) => ({ ...each, truth: undefined }))]) {
    const { likelihoods } = fitFellegiSunter(given, { tolerance: 0, maximumIterations: 30 });
    expect(likelihoods.length).toBeGreaterThan(5);
    expect(falls(likelihoods)).toBe(false);
    expect(falls([...likelihoods].reverse())).toBe(true);
  }
});

/** Linkers that break one law each. */
describe('each law refuses a linker that breaks it', () => {
  const sound = members.find(([name]) => name === 'Fellegi-Sunter')![1];
  const answering = (answer: Fitted['answer']): Fitted => ({
    ...sound,
    answer,
    answerIn: (state, query) => answer(state.candidates(query), query),
  });
  let drawn = 0;
  const mutants: Readonly<Record<string, Fitted>> = {
    'probabilities of the candidates and of none are probabilities that sum to 1': answering(
      (candidates, query) => sound.answer(candidates, query).map((one) => one * 0.999),
    ),
    'the order of the candidates changes nothing': answering((candidates, query) => {
      const [first = 1, ...rest] = sound.answer(candidates, query);
      return [first / 2, ...rest.slice(0, -1), (rest.at(-1) ?? 0) + first / 2];
    }),
    'score(a, b) = score(b, a) for records that state the same fields': answering((candidates, query) =>
      sound.answer(candidates, query).map((one) => one / (query.claims.name?.family?.length ?? 1)),
    ),
    'missing is not disagreement: what a customer is known by and the call does not say changes nothing': {
      ...sound,
      // The e-mail address nobody said is taken for one that agrees with none.
      answerIn: (state, query) => {
        const said: LinkQuery = { ...query, claims: { ...query.claims, email: 'nobody@nowhere.invalid' } };
        return sound.answer(state.candidates(said), query);
      },
    },
    'agreement on a rarer value never speaks less': answering((candidates, query) =>
      sound.answer(
        candidates.map((candidate) => ({
          ...candidate,
          comparison: {
            ...candidate.comparison,
            frequencies: candidate.comparison.frequencies.map((share) => (share > 0 ? 1e-4 / share : 0)),
          },
        })),
        query,
      ),
    ),
    'a contradiction speaks against a candidate, silence does not': answering((candidates, query) =>
      sound.answer(
        candidates.map((candidate) => ({
          ...candidate,
          comparison: {
            ...candidate.comparison,
            levels: candidate.comparison.levels.map((level) => (level === 0 ? -1 : level < 0 ? 0 : level)),
          },
        })),
        query,
      ),
    ),
    'saved and loaded it answers the same to the last bit': {
      ...sound,
      linker: {
        ...sound.linker,
        load: () => (candidates, query) => sound.answer(candidates, query).map((one) => Math.fround(one)),
      },
    },
    'the same examples give the same artifact byte by byte': {
      ...sound,
      linker: { ...sound.linker, fit: async () => Uint8Array.of(++drawn) },
    },
    'events delivered again change no answer': {
      ...sound,
      answerIn: (state, query) => [
        ...sound.answer(state.candidates(query), query),
        deliveries.get(state) ?? 0,
      ],
    },
  };
  // A state that counts what it is given, as one would that is not idempotent.
  const deliveries = new WeakMap<IdentityState, number>();
  const apply = IdentityState.prototype.apply;

  test.each(laws)('%s', async (name, law) => {
    IdentityState.prototype.apply = function counted(event) {
      deliveries.set(this, (deliveries.get(this) ?? 0) + 1);
      apply.call(this, event);
    };
    try {
      await expect((async () => law.check(mutants[name]!))()).rejects.toBeInstanceOf(LawBroken);
    } finally {
      IdentityState.prototype.apply = apply;
    }
  });
});
