import { sha256 } from '../../base/hash.ts';
import { isKnown, newestKnown } from '../asOf.ts';
import { defaultContractAttribute, parsedDay } from '../contract.ts';
import { type DepartureModel, departureQuantile, departureTimes } from '../departures/departureModel.ts';
import { lifeSigns, signsOfLife } from '../departures/lifeSigns.ts';
import { type History, millisecondsPerDay } from '../history.ts';

const churnHorizonsDays = [30, 60] as const;

export interface ChurnDefinition {
  /** Epoch milliseconds; only facts recorded by then count. */
  readonly knownAt: number;
  /**
   * - `reported`: the company says who churned and who stayed; a customer is observed until their last report.
   * - `reported_churn`: it says only who churned; others may have left without a word.
   * - `inactivity`: it says neither; silence alone tells.
   */
  readonly definition: 'reported' | 'reported_churn' | 'inactivity';
  /** Days after which nearly every departure has been reported; default 0. */
  readonly lagDays?: number;
  /** Name of the attribute that holds a contract's end as an ISO date; default `contractEnd`. */
  readonly contractAttribute?: string;
  /**
   * How this company's customers come and go, for `reported_churn` and `inactivity`; without it nobody leaves
   * without a word.
   */
  readonly departures?: DepartureModel;
}

/** Which definition a company's outcomes allow, from how many customer outcomes of each kind it has. */
export function churnDefinition(counts: Readonly<Record<string, number>>): ChurnDefinition['definition'] {
  if (!counts.churned) return 'inactivity';
  return counts.retained ? 'reported' : 'reported_churn';
}

/** After a year without a sign of life nobody asks any more whether somebody is about to leave. */
const longestSilenceDays = 365;

/** The last purchase, call or appointment known at `asOf`, epoch milliseconds; undefined: there was none. */
function lastSign(history: History, asOf: number): number | undefined {
  let last: number | undefined;
  for (const facts of signsOfLife(history))
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

/** Whether a customer has left within the horizons after a moment. */
export interface ChurnLabel {
  /** Left within 30 days. */
  readonly label: 0 | 1;
  /** Within 60; null: not yet known. */
  readonly label60: 0 | 1 | null;
  /**
   * Left before the moment already; null: nobody can leave without being noticed, by a contract or because the company
   * reports who stayed.
   */
  readonly gone: 0 | 1 | null;
  /** Days after the moment that the label looks at; for silent departures, all up to `knownAt`. */
  readonly labelDays: number;
}

export interface ChurnLabels {
  /** Nobody asks from then on, epoch milliseconds. */
  readonly end: number;
  /** `censored`: not known yet. `unobserved`: nobody would ask, or nothing will ever tell. */
  at(asOf: number): ChurnLabel | 'censored' | 'unobserved';
}

/**
 * Reads the churn labels of one customer. Somebody with a running contract leaves when it ends without an extension;
 * somebody else when they are reported to have or, unless the company reports who stayed, silently. When somebody left
 * silently is not known and not decided by a limit of silence: it is drawn from its posterior (stochastic imputation of
 * a latent variable: Celeux & Diebolt 1985). So labels are 1 as often as departures are probable, whatever became of the
 * single customer; those who were heard of again have not left, for sure. A moment as new as the horizon allows can be
 * labelled, less surely.
 *
 * Nobody is observed once their departure is known (by a report, or a contract that ended and no sign of life since) or
 * after a year of silence.
 */
export function churnLabels(history: History, options: ChurnDefinition): ChurnLabels {
  const { knownAt, definition, departures, lagDays = 0 } = options;
  const { contractAttribute = defaultContractAttribute } = options;
  const reports = history.outcomes
    .filter((outcome) => isKnown(outcome, knownAt) && ['churned', 'retained'].includes(outcome.kind))
    .sort((a, b) => a.occurredAt - b.occurredAt);
  const departure = reports.find(({ kind }) => kind === 'churned');
  const churnedAt = departure?.occurredAt ?? Number.POSITIVE_INFINITY;
  const lag = lagDays * millisecondsPerDay;
  // Until it is reported, people go on asking about somebody who has left.
  const churnKnownAt = Math.max(churnedAt, Math.min(departure?.recordedAt ?? churnedAt, churnedAt + lag));
  const lastReport = reports.at(-1)?.occurredAt ?? Number.NEGATIVE_INFINITY;
  const end = definition === 'reported' ? Math.min(churnedAt, lastReport) : Math.min(churnKnownAt, knownAt);

  let silentAt: number | undefined;
  /** When they left, as far as a moment can tell; null: nobody would ask. */
  const departureFor = (asOf: number): { at: number; unnoticed: boolean } | null => {
    if (definition === 'reported') return { at: churnedAt, unnoticed: false };
    const contractual = byContract(history, asOf, knownAt, contractAttribute);
    // Who said so is believed.
    if (contractual !== undefined) return { at: departure ? churnedAt : contractual, unnoticed: false };
    const last = lastSign(history, asOf);
    const ended = contractEnd(history, asOf, contractAttribute);
    if (ended !== undefined && (last === undefined || last <= ended)) return null;
    if (last === undefined && definition === 'inactivity') return null;
    if (last !== undefined && last + longestSilenceDays * millisecondsPerDay <= asOf) return null;
    silentAt ??= departure ? churnedAt : silentDeparture(history, knownAt, departures);
    return { at: silentAt, unnoticed: true };
  };
  return {
    end,
    at(asOf) {
      if (asOf >= end) return asOf >= knownAt ? 'censored' : 'unobserved';
      const left = departureFor(asOf);
      if (left === null) return 'unobserved';
      const known = churnHorizonsDays.filter((days) => asOf + days * millisecondsPerDay + lag <= knownAt);
      const by = (days: number) => (left.at <= asOf + days * millisecondsPerDay ? 1 : 0);
      if (known.length === 0) return 'censored';
      return {
        label: by(known[0]!),
        label60: known[1] === undefined ? null : by(known[1]),
        gone: left.unnoticed ? by(0) : null,
        labelDays: left.unnoticed ? (knownAt - asOf) / millisecondsPerDay : lagDays + known.at(-1)!,
      };
    },
  };
}
