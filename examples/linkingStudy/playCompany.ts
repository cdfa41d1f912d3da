import { seededRandom } from '../../base/random.ts';
import { resolveByRule } from '../../models/linking/fallback.ts';
import { fitLinker } from '../../models/linking/fitLinker.ts';
import { IdentityState } from '../../models/linking/identityState.ts';
import type { LinkDecision, LinkerModel } from '../../models/linking/linkerModel.ts';
import type { LinkerExample } from '../../models/linking/replay.ts';
import { auditPriority, reviewPriority } from '../../models/linking/reviewPriority.ts';
import { Desk } from './desk.ts';
import { type SimulatedCompany, type StudyCall, timezone } from './simulatedCompany.ts';

const day = 86_400_000;
const week = 7 * day;

/** What people say against a candidate of this probability is looked at again. */
const allButCertain = 0.9;

export interface PlayOptions {
  readonly seed: number;
  readonly weeks: number;
  readonly wrongLinkLimit: number;
  /** Weeks between trainings. */
  readonly trainEvery: number;
  readonly controlShare: number;
  /** Reviews per call that comes in. */
  readonly reviewsPerCall: number;
  readonly errorRate: number;
  readonly secondLook: boolean;
  /** Share of calls whose caller turns out later, so that a wrong link is corrected unasked. */
  readonly noticed: number;
  readonly ranker?: boolean;
  readonly onTrained?: (week: number, model: LinkerModel) => void;
}

/** A call as it was answered and as it ended, beside the truth. */
export interface PlayedCall {
  readonly call: StudyCall;
  readonly week: number;
  readonly decision: LinkDecision;
  /** How the model that answered was allowed to link; null: the rule answered. */
  readonly rule: string | null;
  readonly wrong: boolean;
  readonly known: boolean;
  /** Of a known customer, linked right at the end. */
  right: boolean;
}

export interface Played {
  readonly calls: readonly PlayedCall[];
  readonly reviews: number;
  readonly models: readonly LinkerModel[];
}

/**
 * Plays a company call by call: facts become known, the linker in force answers, people answer the queue every evening
 * and correct what they notice, and the linker is trained again every few weeks on what was known at each call.
 */
export async function playCompany(company: SimulatedCompany, options: PlayOptions): Promise<Played> {
  const { seed, weeks, controlShare } = options;
  const random = seededRandom(seed);
  const background = seededRandom(seed + 1);
  const state = new IdentityState({ timezone });
  const until = company.startsAt.getTime() + weeks * week;
  const calls = company.calls.filter(({ at }) => at.getTime() < until);
  const desk = new Desk({
    seed,
    perDay: Math.round((options.reviewsPerCall * calls.length) / weeks / 7),
    errorRate: options.errorRate,
    secondLook: options.secondLook,
  });
  const examples = new Map<string, LinkerExample>();
  const played = new Map<string, PlayedCall>();
  const corrections: { readonly at: number; readonly call: StudyCall }[] = [];
  const links = new Map<string, string>();
  const models: LinkerModel[] = [];
  let model: LinkerModel | null = null;
  let next = 0;
  let trained = 0;
  let today = 0;

  const link = (call: StudyCall, customerId: string, at: Date, confirmed: boolean) => {
    links.set(call.callId, customerId);
    const claims = confirmed ? { claims: call.query.claims } : {};
    const { occurredAt, service, attributes = {} } = call.query;
    state.apply({
      type: 'link',
      callId: call.callId,
      customerId,
      occurredAt,
      service,
      attributes,
      at,
      ...claims,
    });
  };
  const settle = (call: StudyCall, truth: string | null, at: Date, propensity: number | null) => {
    const before = links.get(call.callId);
    if (truth !== null) link(call, truth, at, true);
    else if (before !== undefined) {
      links.delete(call.callId);
      state.apply({ type: 'linkRetracted', callId: call.callId, customerId: before, at });
    }
    const example = examples.get(call.callId)!;
    examples.set(call.callId, {
      ...example,
      truth,
      weight: 1 / (propensity ?? 1),
      ...(propensity === null ? { volunteered: true } : {}),
    });
  };
  const evening = (now: Date) => {
    for (const { task, truth } of desk.work(now)) settle(task.call, truth, now, task.propensity);
    for (let at = corrections.length - 1; at >= 0; at--) {
      const { call, at: due } = corrections[at]!;
      if (due > now.getTime()) continue;
      corrections.splice(at, 1);
      const own = call.ownRecords(now);
      const linked = links.get(call.callId);
      if (linked === undefined ? own.length > 0 : !company.isOwn(call, linked))
        settle(call, own.at(-1) ?? null, now, null);
    }
  };

  for (const call of calls) {
    const at = call.at.getTime();
    while (today < Math.floor((at - company.startsAt.getTime()) / day)) {
      today++;
      evening(new Date(company.startsAt.getTime() + today * day));
    }
    const inWeek = Math.floor((at - company.startsAt.getTime()) / week);
    if (inWeek > 0 && inWeek >= trained + (trained === 0 ? 1 : options.trainEvery)) {
      trained = inWeek;
      model = await fitLinker({
        examples: [...examples.values()],
        options: {
          wrongLinkLimit: options.wrongLinkLimit,
          ...(options.ranker === undefined ? {} : { ranker: options.ranker }),
        },
      });
      models.push(model);
      options.onTrained?.(inWeek, model);
    }
    while (next < company.events.length && company.events[next]!.at < call.at)
      state.apply(company.events[next++]!);
    const { query } = call;
    const candidates = state.candidates(query);
    examples.set(call.callId, {
      callId: call.callId,
      at: call.at,
      query,
      candidates,
      truth: undefined,
      weight: 1,
      population: state.customerCount,
      background: state.background(query, 2, background),
    });
    const resolution = model?.resolve(candidates, query);
    const { decision, customerId } = resolution ?? resolveByRule(candidates);
    const linked = decision === 'link' ? customerId : null;
    if (linked !== null) link(call, linked, call.at, false);
    const draw = random.uniform();
    const question =
      resolution !== undefined
        ? reviewPriority(resolution, { controlShare, draw })
        : candidates.length > 0 && call.tellable && { priority: auditPriority(draw), propensity: 1 };
    if (question) {
      const ranked = candidates
        .map(({ customerId: id }, position) => ({ id, p: resolution?.probabilities[position] ?? 0 }))
        .sort((a, b) => b.p - a.p);
      const offered = ranked.slice(0, 5).map(({ id }) => id);
      const [best] = ranked;
      const believed = linked ?? (best !== undefined && best.p >= allButCertain ? best.id : null);
      desk.ask({ call, priority: question.priority, propensity: question.propensity, offered, believed });
    }
    if (random.uniform() < options.noticed)
      corrections.push({ at: at + (1 + 5 * random.uniform()) * day, call });
    played.set(call.callId, {
      call,
      week: inWeek,
      decision,
      rule: model?.data.thresholds.rule ?? null,
      wrong: linked !== null && !company.isOwn(call, linked),
      known: call.ownRecords(call.at).length > 0,
      right: false,
    });
  }
  evening(new Date(until));
  for (const one of played.values()) {
    const linked = links.get(one.call.callId);
    one.right = linked !== undefined && company.isOwn(one.call, linked);
  }
  return { calls: [...played.values()], reviews: desk.answered, models };
}
