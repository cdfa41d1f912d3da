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
