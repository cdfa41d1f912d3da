import { describe, expect, test } from '@jest/globals';
import { auditSample } from '../../../models/linking/auditSample.ts';
import { evaluateLinks, type LinkOutcome } from '../../../models/linking/evaluate.ts';
import { fitLinker } from '../../../models/linking/fitLinker.ts';
import { IdentityState } from '../../../models/linking/identityState.ts';
import { type LinkerModel, linkerFromData } from '../../../models/linking/linkerModel.ts';
import { type LinkerExample, replayExamples } from '../../../models/linking/replay.ts';
import { call, callCentre, customer } from './scene.ts';

const timezone = 'Europe/Berlin';
const scene = callCentre(11, 400, 1100);
const { examples } = replayExamples(scene.events, scene.calls, { timezone });
const [history, later] = [examples.slice(0, 700), examples.slice(700)];
const withoutLabels = (all: readonly LinkerExample[]) =>
  all.map((example) => ({ ...example, truth: undefined }));

function outcomes(model: LinkerModel, all: readonly LinkerExample[]): LinkOutcome[] {
  return all.map(({ candidates, query, truth }) => {
    const { decision, customerId, probabilities } = model.resolve(candidates, query);
    const topProbability = Math.max(0, ...probabilities);
    const top = candidates[probabilities.indexOf(topProbability)];
    return {
      decision,
      customerId,
      topProbability,
      topCustomerId: top?.customerId ?? null,
      truth: truth ?? null,
    };
  });
}

const cold = await fitLinker({ examples: withoutLabels(history) });
const limit = { wrongLinkLimit: 0.05 };
const taught = await fitLinker({ examples: history, options: limit });

describe('a linker without labels', () => {
  test('links on exact evidence only, asks about everything else that is plausible', () => {
    const found = evaluateLinks(outcomes(cold, later));
    expect(cold.data.thresholds.rule).toBe('exact_evidence');
    expect(cold.data.parameters).toEqual({});
    expect(found.wrongLinkRate.value).toBeLessThan(0.01);
    expect(found.automaticShare.value).toBeGreaterThan(0.1);
    expect(found.automaticShare.value + found.reviewShare.value).toBeGreaterThan(0.7);
    for (const { candidates, query } of later) {
      const answer = cold.resolve(candidates, query);
      if (answer.decision !== 'link') continue;
      const { levels } = candidates.find(({ customerId }) => customerId === answer.customerId)!.comparison;
      const [given, family, , , , born] = levels;
      expect(born === 3 || (given! >= 6 && family! >= 6)).toBe(true);
      expect([given, family, born]).not.toContain(0);
    }
  });
});

describe('a linker with labels', () => {
  const before = evaluateLinks(outcomes(cold, later));
  const found = evaluateLinks(outcomes(taught, later));

  test('links more, and hardly ever wrongly', () => {
    expect(found.recall.value).toBeGreaterThan(before.recall.value);
    // The limit is 5 %, of some 200 links.
    expect(found.wrongLinkRate.value).toBeLessThan(0.05);
    expect(taught.data.thresholds).toMatchObject({ rule: 'upper_bound', auditShare: 0 });
    expect(taught.data.thresholds.wrongLinkUpperBound).toBeLessThanOrEqual(0.05);
  });

  test('knows how sure it is', () => {
    expect(found.ece.value).toBeLessThan(0.06);
    expect(found.brier.value).toBeLessThanOrEqual(before.brier.value + 0.005);
  });

  test('complaints that nobody asked for teach, but prove and refute nothing', async () => {
    const volunteered = (given: readonly LinkerExample[]) =>
      given.map((each) => ({ ...each, volunteered: true }));
    const { data } = await fitLinker({
      examples: volunteered(history),
      options: { ...limit, ranker: false },
    });
    expect(data.labelledCalls).toBe(history.length);
    expect(data.thresholds).toMatchObject({ rule: 'exact_evidence', audited: { links: 0, wrong: 0 } });
    expect(Object.keys(data.parameters).length).toBeGreaterThan(20);
  });

  test('judges each call by parameters that learned nothing from it', async () => {
    const audited = new Set(auditSample(history, 400));
    expect(audited.size).toBeGreaterThan(59);
    // Every audited call was somebody else: nothing may be proven, whatever the model makes of such labels.
    const wrong = await fitLinker({
      examples: history.map((each) => (audited.has(each) ? { ...each, truth: null } : each)),
      options: { ...limit, ranker: false },
    });
    expect(wrong.data.thresholds).toMatchObject({ rule: 'exact_evidence', automatic: 2 });
    const links = later.filter(
      ({ candidates, query }) => wrong.resolve(candidates, query).decision === 'link',
    );
    expect(links).toEqual([]);
  });

  test('a handful of labels does not overturn what all calls say', async () => {
    const few = await fitLinker({
      examples: history.map((each, at) => (at < 5 ? each : { ...each, truth: undefined })),
    });
    const moved = (model: LinkerModel) => {
      const shifts = later
        .slice(0, 100)
        .map(({ candidates, query }) =>
          Math.abs(model.resolve(candidates, query).none - cold.resolve(candidates, query).none),
        );
      return shifts.reduce((sum, shift) => sum + shift, 0) / shifts.length;
    };
    expect(moved(few)).toBeGreaterThan(0);
    expect(moved(few)).toBeLessThan(0.05);
  });
});

describe('a household, of which address, number and family name say nothing about who called', () => {
  const home = {
    familyName: 'Krzywonos',
    phone: '06221 55555',
    street: 'Ahornweg',
    houseNumber: '3',
    postalCode: '69115',
    city: 'Heidelberg',
  };
  const member = (id: string, givenName: string) =>
    customer(id, { ...home, givenName, dateOfBirth: '1980-02-03' });
  const alone = new IdentityState({ timezone });
  const both = new IdentityState({ timezone });
  // Enough others that the name, the number and the street are rare.
  for (const event of scene.events) for (const state of [alone, both]) state.apply(event);
  for (const event of member('jan', 'Jan')) for (const state of [alone, both]) state.apply(event);
  for (const event of member('eva', 'Eva')) both.apply(event);

  test.each([
    ['what all have in common, both known', both, home, null],
    ['what all have in common, one known', alone, home, null],
    ['the given name of a member nobody knows', alone, { ...home, givenName: 'Eva' }, null],
    ['the given name of one of both', both, { ...home, givenName: 'Eva' }, 'eva'],
    ['the birthday that both have, and no given name', both, { ...home, dateOfBirth: '1980-02-03' }, null],
  ])('%s', (_, state, claims, customerId) => {
    const query = call(claims);
    const { decision, customerId: linked } = cold.resolve(state.candidates(query), query);
    expect(decision === 'link' ? linked : null).toBe(customerId);
  });
});

describe('answers', () => {
  test('probabilities are probabilities', () => {
    for (const model of [cold, taught]) {
      for (const { candidates, query } of later.slice(0, 200)) {
        const { probabilities, none } = model.resolve(candidates, query);
        expect(probabilities).toHaveLength(candidates.length);
        for (const probability of [...probabilities, none]) {
          expect(probability).toBeGreaterThanOrEqual(0);
          expect(probability).toBeLessThanOrEqual(1);
        }
        expect(probabilities.reduce((sum, one) => sum + one, none)).toBeCloseTo(1, 9);
      }
    }
  });

  test('do not depend on the order of the candidates', () => {
    for (const { candidates, query } of later.slice(0, 200)) {
      const forward = taught.resolve(candidates, query);
      const backward = taught.resolve([...candidates].reverse(), query);
      expect(backward.decision).toBe(forward.decision);
      expect(backward.none).toBeCloseTo(forward.none, 12);
    }
  });

  test('name their reasons, strongest first', () => {
    const { candidates, query } = later.find((example) => example.candidates.length > 0)!;
    const { reasons } = taught.resolve(candidates, query);
    expect(reasons).toHaveLength(candidates.length);
    const effects = reasons[0]!.map(({ effect }) => Math.abs(effect));
    expect(effects).toEqual([...effects].sort((a, b) => b - a));
    for (const { text } of reasons[0]!) expect(text).not.toBe('');
  });

  test('a caller who left nothing and fits nobody stays unlinked; one who left a strange name is new', () => {
    const nothing = {
      ...later[0]!.query,
      claims: { name: null, phone: null, email: null, dateOfBirth: null, address: null },
    };
    expect(taught.resolve([], nothing)).toMatchObject({ decision: 'unlinked', customerId: null, none: 1 });
    const claims = { ...nothing.claims, name: { given: 'zoe', family: 'quux', full: 'zoe quux' } };
    expect(taught.resolve([], { ...nothing, claims })).toMatchObject({
      decision: 'new_customer',
      customerId: null,
    });
  });

  test('survive JSON, and are the same for the same data', async () => {
    const again = linkerFromData(JSON.parse(JSON.stringify(taught.data)));
    for (const { candidates, query } of later.slice(0, 50)) {
      expect(again.resolve(candidates, query)).toEqual(taught.resolve(candidates, query));
    }
    const part = history.slice(0, 250);
    const taughtBy = async (given: readonly LinkerExample[]) =>
      (await fitLinker({ examples: given, options: limit })).data;
    const fitted = await taughtBy(part);
    const reversed = await taughtBy([...part].reverse());
    expect(reversed.labelledCalls).toBe(fitted.labelledCalls);
    expect(reversed.thresholds.automatic).toBeCloseTo(fitted.thresholds.automatic, 3);
    expect(JSON.stringify(await taughtBy(part))).toBe(JSON.stringify(fitted));
  });
});
