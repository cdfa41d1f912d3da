import { findLeaks } from '../../models/selection/leakage.ts';
import { findNearDuplicates } from '../../models/selection/nearDuplicates.ts';
import type { Coverage } from './coverage.ts';
import type { Evaluation } from './evaluation.ts';
import type { TableReading } from './tableReading.ts';

/** What would make a result look better, or worse, than it is. */
export interface Deceptions {
  /** Rows that belong together, to be kept in one fold. */
  readonly groups?: Int32Array;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/** An AUC from here on is rarely earned. */
const incredible = 0.97;
const fewRows = 500;
const fewOfAClass = 100;
const rareShare = 0.05;
/** Coverage this far below the promise, beyond its interval, is no accident of calibration. */
const brokenBy = 0.02;

/**
 * Looks at a table before anything is learned.
 * @param keepCopies whether near-copies are looked for, and grouped where no groups were given
 */
export function lookForDeceptions(reading: TableReading, keepCopies: boolean): Deceptions {
  const { label, rowCount, features, groups } = reading;
  const table = { rowCount, columns: features };
  const notes: string[] = [];
  const warnings: string[] = [];
  for (const { column, by, strength, rows } of findLeaks(table, label.target, label.classes.length))
    warnings.push(
      by === 'missing'
        ? `${column} may give ${label.name} away: of the rows ${rows} a value ${percent(strength)} have the same label. Was it filled in after the outcome was known? If so: --drop "${column}".`
        : `${column} alone foretells ${label.name} nearly perfectly (${label.task === 'regression' ? 'R2' : 'AUC'} ${strength.toFixed(3)}). Was it known before the outcome? If not: --drop "${column}".`,
    );
  const copies =
    groups === undefined && reading.times === undefined && keepCopies
      ? findNearDuplicates(table, label.target, label.task !== 'regression')
      : undefined;
  if (copies !== undefined) {
    const where = copies.columns.length > 3 ? 'all columns' : copies.columns.join(' and ');
    warnings.push(
      `${copies.rows} rows (${percent(copies.rows / rowCount)}) agree with another row in ${where}, and ${percent(copies.agreement)} of such pairs ${label.task === 'regression' ? `have nearly the same ${label.name}` : `have the same ${label.name}`}, of rows that merely lie near each other there ${percent(copies.agreementBeside)}: they look like one case written down several times. Divided at random, rows would be tested whose copies were learned, and the result would be far too good; they are kept in one fold (another key: --group COLUMN; at random all the same: --group none).`,
    );
  }
  notes.push(...classNotes(reading), ...groupHints(reading));
  return { notes, warnings, ...(copies === undefined ? {} : { groups: copies.groups }) };
}

/** What the result itself gives reason to doubt. */
export function doubts({ metrics, baselines, coverage }: Evaluation, { label }: TableReading): string[] {
  const found: string[] = [];
  const { auc, r2 } = metrics;
  if (auc !== undefined && auc.value >= incredible)
    found.push(
      `An AUC of ${auc.value.toFixed(3)} is rarely earned. Look in the report for the columns that matter most, and ask of each whether it was known before ${label.name} was.`,
    );
  if (r2 !== undefined && r2.high < 0.01)
    found.push(`The columns say next to nothing about ${label.name}: R2 ${r2.value.toFixed(3)}.`);
  if (auc !== undefined && auc.low <= 0.5)
    found.push(
      `It cannot be told from guessing: the interval of the AUC reaches down to ${auc.low.toFixed(3)}.`,
    );
  const linear = baselines[1]?.metrics.logLoss;
  const own = metrics.logLoss;
  if (linear !== undefined && own !== undefined && linear.value < own.value)
    found.push('The plain linear model forecasts no worse: prefer it.');
  return coverage === undefined ? found : [...found, ...brokenPromises(coverage)];
}

/** Conformal prediction promises nothing about rows that are not like those it was calibrated on. */
function brokenPromises(result: Coverage): string[] {
  const kept = result.kind === 'sets' ? result.classes : [{ name: 'all rows', coverage: result.coverage }];
  return kept
    .filter(({ coverage: { value, high } }) => high < result.promised && value < result.promised - brokenBy)
    .map(
      ({ name, coverage }) =>
        `Conformal ${result.kind} hold the true value of ${percent(coverage.value)} (${name}), not of the promised ${percent(result.promised)}: these rows are not like those that calibrated. Do not rely on the promise.`,
    );
}

function classNotes({ label, rowCount }: TableReading): string[] {
  const { task, classes, target, name } = label;
  if (task === 'regression')
    return rowCount < fewRows ? [`Only ${rowCount} rows: mind how wide the intervals are.`] : [];
  const counts = classes.map((_, index) => target.reduce((sum, each) => sum + (each === index ? 1 : 0), 0));
  const rarest = counts.indexOf(Math.min(...counts));
  const notes: string[] = [];
  if (rowCount < fewRows || counts[rarest]! < fewOfAClass)
    notes.push(
      `Only ${counts[rarest]} of ${rowCount} rows are "${classes[rarest]}": mind how wide the intervals are.`,
    );
  if (task === 'classification' && counts[rarest]! < rareShare * rowCount)
    notes.push(
      `${name} is rarely "${classes[rarest]}" (${percent(counts[rarest]! / rowCount)}): accuracy says little here, average precision and gains say more.`,
    );
  return notes;
}

/** Identifiers that come back name things of which there are several rows. */
function groupHints({ columns, groups, rowCount }: TableReading): string[] {
  if (groups !== undefined) return [];
  return columns
    .filter(({ kind, distinct, missing }) => kind === 'identifier' && distinct < 0.98 * (rowCount - missing))
    .map(
      ({ name }) =>
        `Some values of ${name} come back: if its rows belong together, add --group "${name}" so that they are tested together.`,
    );
}

const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
