import { type Random, seededRandom } from '../../base/random.ts';
import type { Candidate, ComparisonVector } from './comparison.ts';
import type { IdentityEvent } from './identityEvent.ts';
import { IdentityState } from './identityState.ts';
import type { BlockLookup } from './keyKinds.ts';
import type { LinkQuery } from './linkQuery.ts';

/** A call with what was known when it came in, and what is known now about whose it is. */
export interface LinkerExample {
  readonly callId: string;
  /** When the call was answered: only what was known then may be used. */
  readonly at: Date;
  readonly query: LinkQuery;
  readonly candidates: readonly Candidate[];
  /** The right customer; null: nobody in the customer base; undefined: not labelled. */
  readonly truth: string | null | undefined;
  /** Inverse of the probability with which this call was chosen to be labelled; 1 for unlabelled calls. */
  readonly weight: number;
  /**
   * Nobody asked for this label. It teaches whose call this was, but how often links are wrong cannot be read from such
   * labels: people speak up where something is wrong.
   */
  readonly volunteered?: boolean;
  /** Keys by which the right customer was or was not found then; of labelled calls of customers. */
  readonly lookups?: readonly BlockLookup[];
  /** Customers at that time. */
  readonly population?: number;
  /** Comparisons with customers drawn at random at that time. */
  readonly background?: readonly ComparisonVector[];
}

export interface ReplayCall {
  readonly callId: string;
  readonly at: Date;
  readonly query: LinkQuery;
  readonly truth?: string | null | undefined;
  readonly weight?: number;
  readonly volunteered?: boolean;
}

export interface ReplayOptions {
  readonly timezone: string;
  /** Candidates per call. */
  readonly limit?: number;
  /** Random comparisons per call. */
  readonly backgroundPerCall?: number;
  readonly seed?: number;
}

/**
 * Training examples of calls: replays events and calls in known-time order through one identity state, so that each
 * call is compared with what was known strictly before it. Truths follow merges known at the end.
 */
export function replayExamples(
  events: readonly IdentityEvent[],
  calls: readonly ReplayCall[],
  options: ReplayOptions,
): { examples: LinkerExample[]; state: IdentityState } {
  const { limit = 20, backgroundPerCall = 4, seed = 7 } = options;
  const state = new IdentityState({ timezone: options.timezone });
  const random: Random = seededRandom(seed);
  const ordered = [...events].sort((a, b) => a.at.getTime() - b.at.getTime());
  const asked = [...calls].sort((a, b) => a.at.getTime() - b.at.getTime() || (a.callId < b.callId ? -1 : 1));
  const examples: LinkerExample[] = [];
  let next = 0;
  for (const call of asked) {
    while (next < ordered.length && ordered[next]!.at.getTime() < call.at.getTime())
      state.apply(ordered[next++]!);
    const query = { ...call.query, callId: call.callId };
    examples.push({
      callId: call.callId,
      at: call.at,
      query: state.telling(query),
      candidates: state.candidates(query, limit),
      truth: call.truth,
      weight: call.weight ?? 1,
      ...(call.truth == null ? {} : { lookups: state.lookups(query, call.truth) }),
      ...(call.volunteered === true ? { volunteered: true } : {}),
      population: state.customerCount,
      background: state.background(query, backgroundPerCall, random),
    });
  }
  while (next < ordered.length) state.apply(ordered[next++]!);
  return { examples: examples.map((example) => withCurrentTruth(example, state)), state };
}

/**
 * The labelled examples from which shares may be estimated: those somebody was asked for, from `enough` of them on. Until
 * then all of them, which errs on the careful side: volunteered labels overstate how often links are wrong.
 */
export function judgingLabels<E extends Pick<LinkerExample, 'truth' | 'volunteered'>>(
  examples: readonly E[],
  enough: number,
): readonly E[] {
  const labelled = examples.filter(({ truth }) => truth !== undefined);
  const asked = labelled.filter(({ volunteered }) => volunteered !== true);
  return asked.length >= enough ? asked : labelled;
}

/** Names the truth as the candidate that has since been merged with it, so that the two are recognised as one. */
function withCurrentTruth(example: LinkerExample, state: IdentityState): LinkerExample {
  const { truth } = example;
  if (truth == null || example.candidates.some(({ customerId }) => customerId === truth)) return example;
  const current = state.currentCustomer(truth) ?? truth;
  const same = example.candidates.find(({ customerId }) => state.currentCustomer(customerId) === current);
  return { ...example, truth: same?.customerId ?? current };
}
