import type { InteractionFact, OutcomeFact } from '../../prisma/repositories/historyRecord.ts';
import { isKnown, newestKnown } from '../asOf.ts';
import { type History, millisecondsPerDay } from '../history.ts';
import type { LabelledMoment, LabelOptions } from './labelledMoment.ts';

/** Doing nothing, as an action. */
export const waitAction = 'wait';

export interface ActionResponseOptions extends LabelOptions {
  /** A response counts for an action when it comes within this many days; default 14. */
  readonly windowDays?: number;
  /** What counts as success; default `answered`: a conversion or a response. */
  readonly target?: 'answered' | 'converted';
  /**
   * Whether the company also reports that nobody answered; default false. Where it does not, an answer settles nothing
   * before the window has passed: the newest actions would all look answered.
   */
  readonly silenceReported?: boolean;
}

const successes = { answered: ['converted', 'responded'], converted: ['converted'] };

/** Conversions from which on they are learned from themselves; below, every answer counts. */
const enoughConversions = 100;

/** What can be learned from a company's lead outcomes, from how many of each kind it has. */
export function actionTarget(counts: Readonly<Record<string, number>>): 'answered' | 'converted' {
  return (counts.converted ?? 0) >= enoughConversions ? 'converted' : 'answered';
}

/** The action an outcome answers: the one it names, else the last one before it within the window. */
function credited(
  outcome: OutcomeFact,
  actions: readonly InteractionFact[],
  window: number,
): InteractionFact | undefined {
  const within = (action: InteractionFact) =>
    action.occurredAt <= outcome.occurredAt && outcome.occurredAt <= action.occurredAt + window;
  if (outcome.interactionId !== null) {
    const named = actions.find(({ id }) => id === outcome.interactionId);
    return named && within(named) ? named : undefined;
  }
  return actions.findLast(within);
}

/**
 * One moment per action taken on a lead, just before it was taken: 1 when the lead converted (or, for the
 * target `answered`, responded) within the window and the outcome is credited to the action, else 0. Left out
 * until the window has passed, but where answers are the target and both are reported, a report of an answer or
 * of none settles it. Stretches longer than the window in which nobody did anything give a moment of the action
 * `wait`. `given.action` is the action; `context`: its propensity (null: unknown), whether it was answered (a
 * response or a conversion) and whether the lead converted, the lead's worth, the interaction, and whether that followed a
 * recommendation.
 */
export function actionResponseMoments(history: History, options: ActionResponseOptions): LabelledMoment[] {
  const { knownAt, windowDays = 14, lagDays = 0, target = 'answered', silenceReported = false } = options;
  const matureAt = knownAt - lagDays * millisecondsPerDay;
  const window = windowDays * millisecondsPerDay;
  const actions = history.interactions
    .filter((i) => i.direction === 'outbound' && i.leadId === history.id && isKnown(i, knownAt))
    .sort((a, b) => a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : 1));
  const outcomes = history.outcomes.filter((outcome) => isKnown(outcome, knownAt));
  const credits = new Map<string, OutcomeFact[]>();
  for (const outcome of outcomes) {
    const action = credited(outcome, actions, window);
    if (action) credits.set(action.id, [...(credits.get(action.id) ?? []), outcome]);
  }
  const closedAt = Math.min(
    ...outcomes.filter(({ kind }) => kind === 'converted' || kind === 'lost').map((o) => o.occurredAt),
  );

  const worth = newestKnown(history.leadVersions, knownAt)?.value;

  const moments: LabelledMoment[] = [];
  const add = (
    asOf: number,
    action: string,
    answers: readonly OutcomeFact[],
    done: InteractionFact | null,
  ) => {
    const positive = answers.some(({ kind }) => successes[target].includes(kind));
    const settled =
      silenceReported &&
      target === 'answered' &&
      answers.some(({ kind }) => kind === 'no_response' || positive);
    if (!settled && (done?.occurredAt ?? asOf) + window > matureAt) return options.onCensored?.(asOf);
    const won = answers.find(({ kind }) => kind === 'converted');
    moments.push({
      asOf,
      label: positive ? 1 : 0,
      weight: 1,
      given: { action },
      context: {
        propensity: done?.propensity ?? null,
        answered: answers.some(({ kind }) => successes.answered.includes(kind)) ? 1 : 0,
        converted: won ? 1 : 0,
        value: won?.value ?? worth ?? null,
        interactionId: done?.id ?? null,
        prompted: done !== null && done.predictionId !== null ? 1 : 0,
      },
    });
  };

  const start = Math.max(history.occurredAt, history.recordedAt);
  // The action must not be among its own features.
  for (const action of actions)
    if (action.occurredAt - 1 >= start && action.occurredAt <= closedAt)
      add(action.occurredAt - 1, action.action, credits.get(action.id) ?? [], action);

  const busy = [start - window, ...actions.map(({ occurredAt }) => occurredAt)];
  busy.forEach((time, index) => {
    const from = time + window;
    const next = actions[index]?.occurredAt ?? Number.POSITIVE_INFINITY;
    if (from + window > Math.min(next, matureAt) || from >= closedAt || from < start) return;
    const answers = outcomes.filter((o) => o.occurredAt > from && o.occurredAt <= from + window);
    add(from, waitAction, answers, null);
  });
  return moments.sort((a, b) => a.asOf - b.asOf);
}
