import { describe, expect, test } from '@jest/globals';
import { leadConversionMoments } from '../../../features/labels/leadConversion.ts';
import { action, day, daysOf, lead, outcome } from './labelFacts.ts';

const at = (history: ReturnType<typeof lead>, knownAt: number) =>
  daysOf(leadConversionMoments(history, { knownAt: day(knownAt) }));

describe('conversion of a lead', () => {
  test('a lead nobody touched is looked at once, when it came in', () => {
    expect(at(lead({ outcomes: [outcome('converted', 40)] }), 300)).toEqual([[0, 1]]);
    expect(at(lead({ outcomes: [outcome('lost', 40)] }), 300)).toEqual([[0, 0]]);
    expect(at(lead(), 300)).toEqual([[0, 0]]);
  });

  test.each([
    ['won', lead({ outcomes: [outcome('converted', 40)] }), 1],
    ['lost', lead({ outcomes: [outcome('lost', 10)] }), 0],
    ['open', lead(), 0],
    ['won, but nobody has said so yet', lead({ outcomes: [outcome('converted', 40, { known: 80 })] }), 0],
  ] as const)('is left out until its horizon and the reporting lag have passed: %s', (_, given, label) => {
    expect(at(given, 59.9)).toEqual([]);
    expect(at(given, 60)).toEqual([[0, label]]);
    expect(daysOf(leadConversionMoments(given, { knownAt: day(69), lagDays: 10 }))).toEqual([]);
  });

  test('where nearly all leads close sooner, a closed one need not wait for the horizon, an open one must', () => {
    const early = (given: ReturnType<typeof lead>, now: number) =>
      leadConversionMoments(given, { knownAt: day(now), lagDays: 2, closingDays: 5 }).map(
        ({ label }) => label,
      );
    const [won, lost] = (['converted', 'lost'] as const).map((kind) =>
      lead({ outcomes: [outcome(kind, 1)] }),
    );
    expect([early(won!, 6), early(won!, 7), early(lost!, 6), early(lost!, 7)]).toEqual([[], [1], [], [0]]);
    expect([early(lead(), 61), early(lead(), 62)]).toEqual([[], [0]]);
  });

  test('a conversion beyond the horizon does not count', () => {
    expect(at(lead({ outcomes: [outcome('converted', 61)] }), 300)).toEqual([[0, 0]]);
    expect(at(lead({ outcomes: [outcome('converted', 60)] }), 300)).toEqual([[0, 1]]);
  });

  test('a lead that is worked on is looked at again until it is closed', () => {
    const worked = lead({ interactions: [action('call', 5)], outcomes: [outcome('converted', 20)] });
    expect(at(worked, 300)).toEqual([
      [0, 1],
      [7, 1],
      [14, 1],
    ]);
  });
});
