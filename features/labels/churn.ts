import { sha256 } from '../../base/hash.ts';
import type { Fact } from '../../prisma/repositories/historyRecord.ts';
import { isKnown, newestKnown } from '../asOf.ts';
import { defaultContractAttribute, parsedDay } from '../contract.ts';
import { type DepartureModel, departureQuantile, departureTimes } from '../departures/departureModel.ts';
import { lifeSigns } from '../departures/lifeSigns.ts';
import { type History, millisecondsPerDay } from '../history.ts';
import type { LabelledMoment, LabelOptions } from './labelledMoment.ts';

const churnHorizonsDays = [30, 60] as const;

export interface ChurnLabelOptions extends LabelOptions {
  /**
   * - `reported`: the company says who churned and who stayed; a customer is observed until their last report.
   * - `reported_churn`: it says only who churned; others may have left without a word.
   * - `inactivity`: it says neither; silence alone tells.
   */
  readonly definition: 'reported' | 'reported_churn' | 'inactivity';
  /** Name of the attribute that holds a contract's end as an ISO date; default `contractEnd`. */
  readonly contractAttribute?: string;
  /**
   * How this company's customers come and go, for `reported_churn` and `inactivity`; without it nobody leaves
   * without a word.
   */
  readonly departures?: DepartureModel;
  /**
   * Monthly moments per customer, default 12: the newest of theirs where the company reports who stayed, else those
   * of the newest so many months. The newest of theirs would be the last months of everybody who ever left beside the
   * latest year of everybody who stayed, and leaving would look more frequent than it ever was.
   */
  readonly momentsPerCustomer?: number;
}

/** Which definition a company's outcomes allow, from how many customer outcomes of each kind it has. */
export function churnDefinition(counts: Readonly<Record<string, number>>): ChurnLabelOptions['definition'] {
  if (!counts.churned) return 'inactivity';
  return counts.retained ? 'reported' : 'reported_churn';
}

/** After a year without a sign of life nobody asks any more whether somebody is about to leave. */
const longestSilenceDays = 365;
const step = 30 * millisecondsPerDay;

/** The last purchase, call or appointment known at `asOf`, epoch milliseconds; undefined: there was none. */
function lastSign(history: History, asOf: number): number | undefined {
  let last: number | undefined;
  for (const facts of [
    history.transactions,
    history.calls,
    history.appointments,
  ] as readonly (readonly Fact[])[])
    for (const fact of facts)
      if (isKnown(fact, asOf) && !(last !== undefined && last > fact.occurredAt)) last = fact.occurredAt;
  return last;
}

/**
 * When a customer left without a word, epoch milliseconds; infinite: not yet. Nobody knows; it is drawn from what
 * their signs of life, up to `knownAt`, say of it (departures/departureModel.ts). The draw is the customer's own, from
 * their id, so that their moments and horizons agree and a dataset can be built again.
 */
function silentDeparture(history: History, knownAt: number, model: DepartureModel | undefined): number {
  const signs = model === undefined ? undefined : lifeSigns(history, knownAt);
  if (model === undefined || signs === undefined) return Number.POSITIVE_INFINITY;
  const draw = Number.parseInt(sha256(`departure ${history.id}`).slice(0, 12), 16) / 2 ** 48;
  return departureQuantile(departureTimes(model, signs), draw) * millisecondsPerDay;
}

/** End of the contract in the newest attributes known, epoch milliseconds; undefined: no contract. */
function contractEnd(history: History, asOf: number, attribute: string): number | undefined {
  const value = newestKnown(history.attributes, asOf)?.attributes[attribute];
  return typeof value === 'string' ? parsedDay(value) : undefined;
}

/**
 * When a running contract ended, unless it was extended by then; undefined: there is no running contract at `asOf`.
 */
function byContract(history: History, asOf: number, knownAt: number, attribute: string): number | undefined {
  const running = contractEnd(history, asOf, attribute);
  if (running === undefined || running <= asOf) return undefined;
  const end = contractEnd(history, knownAt, attribute) ?? Number.POSITIVE_INFINITY;
  return end <= knownAt ? end : Number.POSITIVE_INFINITY;
}

/**
 * Moments of one customer, every 30 days from when they and their first attributes were known. The label: they have
 * left within 30 days. `context.label60`: within 60 (null: not yet known); `context.gone`: at that moment already (null
 * where nobody can leave without being noticed, by a contract or where the company reports who stayed).
 *
 * Somebody with a running contract leaves when it ends without an extension; somebody else when they are reported to
 * have or, unless the company reports who stayed, silently. When somebody left silently is not known and not decided by
 * a limit of silence: it is drawn from its posterior (stochastic imputation of a latent variable: Celeux & Diebolt
 * 1985). So labels are 1 as often as departures are probable, whatever becomes of the single customer; those who were
 * heard of again have not left, for sure. A moment as new as the horizon allows can be labelled, less surely.
 *
 * The grid does not look at the outcome: a moment chosen because churn followed would teach the model its own selection.
 * Nobody is observed once their departure is known (by a report, or a contract that ended and no sign of life since) or
 * after a year of silence. `context.labelDays`: days after the
 * moment that its label looks at; for silent departures, all up to `knownAt`.
 */
export function churnMoments(history: History, options: ChurnLabelOptions): LabelledMoment[] {
  const { knownAt, definition, departures, momentsPerCustomer = 12, lagDays = 0 } = options;
  const { contractAttribute = defaultContractAttribute } = options;
  const reports = history.outcomes.filter(
    (outcome) => isKnown(outcome, knownAt) && (outcome.kind === 'churned' || outcome.kind === 'retained'),
  );
  const departure = reports
    .filter(({ kind }) => kind === 'churned')
    .reduce<Fact | undefined>(
      (first, one) => (first && first.occurredAt <= one.occurredAt ? first : one),
      undefined,
    );
  const churnedAt = departure?.occurredAt ?? Number.POSITIVE_INFINITY;
  const lag = lagDays * millisecondsPerDay;
  // Until it is reported, people go on asking about somebody who has left.
  const churnKnownAt = Math.max(churnedAt, Math.min(departure?.recordedAt ?? churnedAt, churnedAt + lag));
  const lastReport = Math.max(...reports.map(({ occurredAt }) => occurredAt));
  const end = definition === 'reported' ? Math.min(churnedAt, lastReport) : Math.min(churnKnownAt, knownAt);
  const snapshots = history.attributes.map(({ occurredAt, recordedAt }) => Math.max(occurredAt, recordedAt));
  const start = Math.max(
    history.occurredAt,
    history.recordedAt,
    snapshots.length > 0 ? Math.min(...snapshots) : 0,
  );
  const oldest =
    definition === 'reported' ? Number.NEGATIVE_INFINITY : knownAt - lag - step * (momentsPerCustomer + 1);

  let silentAt: number | undefined;
  const count = Math.max(0, Math.ceil((end - start) / step));
  const moments: LabelledMoment[] = [];
  for (let index = count - 1; index >= 0 && moments.length < momentsPerCustomer; index--) {
    const asOf = start + index * step;
    if (asOf <= oldest) break;
    let leftAt = churnedAt;
    let unnoticed = false;
    if (definition !== 'reported') {
      const contractual = byContract(history, asOf, knownAt, contractAttribute);
      const last = contractual === undefined ? lastSign(history, asOf) : undefined;
      const ended = contractual === undefined ? contractEnd(history, asOf, contractAttribute) : undefined;
      if (ended !== undefined && (last === undefined || last <= ended)) continue;
      if (contractual === undefined && last === undefined && definition === 'inactivity') continue;
      if (last !== undefined && last + longestSilenceDays * millisecondsPerDay <= asOf) continue;
      unnoticed = contractual === undefined;
      silentAt ??= silentDeparture(history, knownAt, departures);
      // Who said so is believed.
      if (departure === undefined) leftAt = contractual ?? silentAt;
    }
    const known = churnHorizonsDays.filter((days) => asOf + days * millisecondsPerDay + lag <= knownAt);
    if (known.length === 0) {
      options.onCensored?.(asOf);
      continue;
    }
    const [label, label60 = null] = known.map((days) => (leftAt <= asOf + days * millisecondsPerDay ? 1 : 0));
    const labelDays = unnoticed ? (knownAt - asOf) / millisecondsPerDay : lagDays + known.at(-1)!;
    const gone = unnoticed ? (leftAt <= asOf ? 1 : 0) : null;
    moments.push({ asOf, label: label!, weight: 1, context: { label60, gone, labelDays } });
  }
  return moments.reverse();
}
