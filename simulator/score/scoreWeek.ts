import { knownRecords } from '../week/knownRecords.ts';
import type { Run } from '../week/run.ts';
import type { CallRecord, ScoredPrediction, WeekRecord } from '../week/weekRecord.ts';
import type { Call } from '../world/calls.ts';
import { identifies } from '../world/spokenIdentity.ts';
import { type Callers, callersOf } from './callers.ts';
import { auc, spearman } from './rankMetrics.ts';

/** How the week went, measured with the hidden truth. Shares are in [0, 1]; null: nothing to measure it by. */
export interface WeekScore {
  readonly week: number;
  readonly feedback: boolean;
  /** Calls from people in the customer base that are linked to one of their records at the end of the week. */
  readonly linkingQuality: number | null;
  /** The same among those calls that leave anything to go by. */
  readonly linkingQualityOfIdentifiable: number | null;
  /** Of the calls linked at once without a person, those linked to somebody else. */
  readonly wrongLinkRate: number | null;
  /** The same by what callers leave: shares among the automatic links of their calls. */
  readonly wrongLinkRateByCallers: Readonly<Record<Callers, number | null>>;
  /** Linking quality by what callers leave. */
  readonly linkingQualityByCallers: Readonly<Record<Callers, number | null>>;
  /** Calls of known customers that were taken for a new customer's, of all calls answered so. */
  readonly wrongNewCustomerRate: number | null;
  /** First answers, of all calls; the four add up to 1 unless requests failed. Automatic: linked at once. */
  readonly automaticShare: number;
  /** Left to a person: answered so, or left unlinked with a review task. */
  readonly reviewShare: number;
  readonly newCustomerShare: number;
  /** Left unlinked with nobody asked. */
  readonly unlinkedShare: number;
  readonly calls: number;
  readonly customerCalls: number;
  readonly automaticLinks: number;
  readonly reviewerMinutes: number;
  readonly reviews: WeekRecord['reviews'];
  readonly sent: WeekRecord['sent'];
  readonly requests: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly tasks: {
    /**
     * Euro per recommendation by the hidden odds; gains: 0 as good as random, 1 the best action every time. `team`: its
     * own habits; `single`: the one action that brings most when every lead of the week gets it, known in hindsight.
     */
    readonly nba: {
      readonly value: number | null;
      readonly best: number | null;
      readonly random: number | null;
      readonly team: number | null;
      readonly single: number | null;
      readonly gain: number | null;
      readonly teamGain: number | null;
      readonly singleGain: number | null;
      readonly n: number;
    };
    /** mae in euro over three years; against the true expected value. */
    readonly clv: {
      readonly spearman: number | null;
      readonly mae: number | null;
      readonly meanTruth: number | null;
      readonly n: number;
    };
    /** Gone 30 days later, those already gone unannounced included, among customers believed active: what risk30 states. */
    readonly churn: {
      readonly auc: number | null;
      /** Mean stated risk by the share gone: 1 is calibrated in the large. */
      readonly calibration: number | null;
      /** Standard error of the calibration were every stated risk right: what chance does with so few departures. */
      readonly calibrationError: number | null;
      /** The same of `alreadyGone` and those gone at the moment of the question. */
      readonly alreadyGone: { readonly auc: number | null; readonly calibration: number | null };
      readonly positives: number;
      readonly n: number;
    };
    /** Expected AUC for conversion; bestAuc: of the true probability itself. */
    readonly leadScore: {
      readonly auc: number | null;
      readonly bestAuc: number | null;
      readonly calibration: number | null;
      readonly n: number;
    };
  };
}

const share = (count: number, of: number): number | null => (of === 0 ? null : count / of);
const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean of the predictions by the mean of the truth. */
function calibration(rows: readonly ScoredPrediction[]): number | null {
  const [stated, truth] = [mean(predictions(rows)), mean(truths(rows))];
  return stated === null || truth === null || truth === 0 ? null : stated / truth;
}

/** Departures are independent given their risks: the variance of their number is the sum of p (1 - p). */
function calibrationError(rows: readonly ScoredPrediction[]): number | null {
  const stated = predictions(rows);
  const expected = stated.reduce((sum, p) => sum + p, 0);
  return expected > 0 ? Math.sqrt(stated.reduce((sum, p) => sum + p * (1 - p), 0)) / expected : null;
}

const predictions = (rows: readonly ScoredPrediction[]) => rows.map((row) => row.predicted);
const truths = (rows: readonly ScoredPrediction[]) => rows.map((row) => row.truth);

function linking(run: Run, record: WeekRecord) {
  const { world } = run;
  const byId = new Map(world.calls.map((call) => [call.externalId, call]));
  const rows = [...record.calls.values()].map((answered) => ({
    answered,
    call: byId.get(answered.callId) as Call,
  }));
  const belongs = (call: Call, id: string | null, externalId: string | null) =>
    externalId !== null
      ? world.ownerOf.get(externalId)?.id === call.personId
      : id !== null && run.temporaryOwners.get(id) === call.personId;
  const known = rows.filter(({ call }) => knownRecords(world, call.personId, call.at).length > 0);
  // A record the service made itself is not the customer's record, even if the caller is the same.
  const right = known.filter(
    ({ call, answered }) =>
      answered.linkedExternalId !== null && belongs(call, null, answered.linkedExternalId),
  );
  const telling = ({ call }: { call: Call }) => identifies(call.claims);
  const first = (decision: CallRecord['decision']) =>
    rows.filter(({ answered }) => answered.decision === decision);
  const asked = ({ answered }: (typeof rows)[number]) => answered.asked;
  const automatic = first('link');
  const wrong = automatic.filter(
    ({ call, answered: one }) => !belongs(call, one.customerId, one.customerExternalId),
  );
  const byCallers = (part: typeof rows, of: typeof rows) => {
    const shareFor = (callers: Callers) => {
      const theirs = ({ call }: { call: Call }) => callersOf(call) === callers;
      return share(part.filter(theirs).length, of.filter(theirs).length);
    };
    return {
      numberKnown: shareFor('numberKnown'),
      withheldWithName: shareFor('withheldWithName'),
      withheldWithoutName: shareFor('withheldWithoutName'),
    };
  };
  const asNew = first('new_customer');
  const knownIds = new Set(known.map(({ call }) => call.externalId));
  return {
    linkingQuality: share(right.length, known.length),
    linkingQualityOfIdentifiable: share(right.filter(telling).length, known.filter(telling).length),
    wrongLinkRate: share(wrong.length, automatic.length),
    wrongLinkRateByCallers: byCallers(wrong, automatic),
    linkingQualityByCallers: byCallers(right, known),
    wrongNewCustomerRate: share(
      asNew.filter(({ call }) => knownIds.has(call.externalId)).length,
      asNew.length,
    ),
    automaticShare: share(automatic.length, rows.length) ?? 0,
    reviewShare: share(first('review').length + first('unlinked').filter(asked).length, rows.length) ?? 0,
    newCustomerShare: share(asNew.length, rows.length) ?? 0,
    unlinkedShare: share(first('unlinked').filter((row) => !asked(row)).length, rows.length) ?? 0,
    calls: rows.length,
    customerCalls: known.length,
    automaticLinks: automatic.length,
  };
}

function nba({ nba: rows }: WeekRecord): WeekScore['tasks']['nba'] {
  const value = mean(rows.map((row) => row.value));
  const best = mean(rows.map((row) => row.best));
  const random = mean(rows.map((row) => row.random));
  const team = mean(rows.map((row) => row.team));
  const each = (rows[0]?.each ?? []).map((_, action) => mean(rows.map((row) => row.each[action]!)) ?? 0);
  const single = each.length === 0 ? null : Math.max(...each);
  const gain = (euro: number | null) =>
    euro !== null && best !== null && random !== null && best > random
      ? (euro - random) / (best - random)
      : null;
  return {
    value,
    best,
    random,
    team,
    single,
    gain: gain(value),
    teamGain: gain(team),
    singleGain: gain(single),
    n: rows.length,
  };
}

export function scoreWeek(run: Run, record: WeekRecord): WeekScore {
  const { churn, gone, clv, temperature } = record;
  return {
    week: record.week,
    feedback: record.feedback,
    ...linking(run, record),
    reviewerMinutes: record.reviews.seconds / 60,
    reviews: record.reviews,
    sent: record.sent,
    requests: record.requests,
    failures: Object.fromEntries([...record.failures].map(([what, failure]) => [what, failure.count])),
    tasks: {
      nba: nba(record),
      clv: {
        spearman: spearman(predictions(clv), truths(clv)),
        mae: mean(clv.map((row) => Math.abs(row.predicted - row.truth))),
        meanTruth: mean(truths(clv)),
        n: clv.length,
      },
      churn: {
        auc: auc(predictions(churn), truths(churn)),
        calibration: calibration(churn),
        calibrationError: calibrationError(churn),
        alreadyGone: { auc: auc(predictions(gone), truths(gone)), calibration: calibration(gone) },
        positives: truths(churn).reduce((sum, one) => sum + one, 0),
        n: churn.length,
      },
      leadScore: {
        auc: auc(predictions(temperature), truths(temperature)),
        bestAuc: auc(truths(temperature), truths(temperature)),
        calibration: calibration(temperature),
        n: temperature.length,
      },
    },
  };
}
