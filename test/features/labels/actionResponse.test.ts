import { describe, expect, test } from '@jest/globals';
import { millisecondsPerDay } from '../../../features/history.ts';
import { actionResponseMoments, actionTarget } from '../../../features/labels/actionResponse.ts';
import { action, day, lead, outcome } from './labelFacts.ts';

const answers = (history: ReturnType<typeof lead>, knownAt = 400) =>
  actionResponseMoments(history, { knownAt: day(knownAt) }).map(({ asOf, label, given }) => [
    given?.action,
    Math.round((asOf - day(0)) / millisecondsPerDay),
    label,
  ]);

describe('the answer to an action', () => {
  test('belongs to the action it names, else to the last one before it', () => {
    const interactions = [action('email', 1), action('call', 3)];
    const named = outcome('responded', 5, { interactionId: 'email-1' });
    const closed = outcome('lost', 10);
    expect(answers(lead({ interactions, outcomes: [named, closed] }))).toEqual([
      ['email', 1, 1],
      ['call', 3, 0],
    ]);
    expect(answers(lead({ interactions, outcomes: [outcome('responded', 5), closed] }))).toEqual([
      ['email', 1, 0],
      ['call', 3, 1],
    ]);
  });

  test('counts only within two weeks, and is unknown until then', () => {
    const interactions = [action('call', 1)];
    const within = (days: number, known: number) =>
      answers(lead({ interactions, outcomes: [outcome('responded', days)] }), known)[0];
    expect(within(15, 15)).toEqual(['call', 1, 1]);
    expect(within(16, 16)).toEqual(['call', 1, 0]);
    expect(answers(lead({ interactions }), 14)).toEqual([]);
    expect(answers(lead({ interactions }), 15)).toEqual([['call', 1, 0]]);
  });

  test('where both are reported, a report of an answer or of none settles the matter at once', () => {
    const interactions = [action('call', 1)];
    const refused = outcome('no_response', 2, { interactionId: 'call-1' });
    const answered = outcome('responded', 2, { interactionId: 'call-1' });
    const labels = (outcomes: (typeof refused)[], silenceReported: boolean) =>
      actionResponseMoments(lead({ interactions, outcomes }), { knownAt: day(3), silenceReported }).map(
        ({ label }) => label,
      );
    expect(labels([refused], true)).toEqual([0]);
    expect(labels([answered], true)).toEqual([1]);
    // Where only answers are reported, the newest actions would all look answered.
    expect(labels([answered], false)).toEqual([]);
  });

  test('where conversions are the target a response settles nothing', () => {
    const interactions = [action('call', 1)];
    const outcomes = [
      outcome('responded', 2, { interactionId: 'call-1' }),
      outcome('converted', 2, { interactionId: 'call-1', known: 9 }),
    ];
    const at = (knownAt: number) =>
      actionResponseMoments(lead({ interactions, outcomes }), {
        knownAt: day(knownAt),
        target: 'converted',
      }).map(({ label }) => label);
    expect([at(8), at(10), at(15)]).toEqual([[], [], [1]]);
    expect(actionTarget({ converted: 99 })).toBe('answered');
    expect(actionTarget({ converted: 100 })).toBe('converted');
  });

  test('the action is not among the facts its features are computed from', () => {
    const taken = action('call', 1);
    const [moment] = actionResponseMoments(lead({ interactions: [taken] }), { knownAt: day(100) });
    expect(moment!.asOf).toBeLessThan(taken.occurredAt);
  });

  test('stretches without any action teach what waiting brings', () => {
    const quiet = lead({ interactions: [action('call', 40)], outcomes: [outcome('converted', 60)] });
    expect(answers(quiet)).toEqual([
      ['wait', 0, 0],
      ['call', 40, 0],
      ['wait', 54, 1],
    ]);
    const untouched = lead({ outcomes: [outcome('converted', 9)] });
    expect(answers(untouched)).toEqual([['wait', 0, 1]]);
  });

  test('carries the propensity and the worth of the answer', () => {
    const [moment] = actionResponseMoments(
      lead({
        leadVersions: [
          {
            id: 'subject',
            occurredAt: day(0),
            recordedAt: day(0),
            retractedAt: null,
            source: null,
            value: 50,
            customerId: null,
          },
        ],
        interactions: [action('call', 1, { propensity: 0.3 })],
        outcomes: [outcome('converted', 2, { value: 70 })],
      }),
      { knownAt: day(100) },
    );
    expect(moment!.context).toEqual({
      propensity: 0.3,
      answered: 1,
      converted: 1,
      value: 70,
      interactionId: 'call-1',
      prompted: 0,
    });
  });

  test('says whether it was answered short of a conversion, and whether a recommendation led to it', () => {
    const [moment] = actionResponseMoments(
      lead({
        interactions: [action('call', 1, { predictionId: 'p-1' })],
        outcomes: [outcome('responded', 2)],
      }),
      { knownAt: day(100), target: 'converted' },
    );
    expect(moment).toMatchObject({ label: 0, context: { answered: 1, converted: 0, prompted: 1 } });
  });

  test('messages from the lead and actions on other leads are no actions of ours on it', () => {
    const interactions = [
      action('reply', 1, { direction: 'inbound' }),
      action('call', 2, { leadId: 'other' }),
    ];
    expect(answers(lead({ interactions })).filter(([name]) => name !== 'wait')).toEqual([]);
  });
});
