import { largestAmount } from '../../base/money.ts';
import { type Finding, Problem } from '../../base/problem.ts';
import type { Transaction } from '../../models/lifetime-value/purchaseLog.ts';
import { findColumn } from '../evaluate/findColumn.ts';
import { numberNotation, readNumber } from '../evaluate/numberNotation.ts';
import { missingTokens } from '../evaluate/textColumn.ts';
import { inspectFile } from '../import/fileContent.ts';
import { openSource } from '../import/openSource.ts';
import { parseTimestamp } from '../import/parseTimestamp.ts';
import { headText } from '../import/textPieces.ts';
import { ZonedTime } from '../import/zonedTime.ts';
import { type DayNotation, dayNotation } from './dayNotation.ts';
import { whitespaceSeparated } from './whitespaceSeparated.ts';

export interface TransactionColumns {
  readonly customer: string;
  readonly date: string;
  readonly amount?: string | undefined;
}

export interface ReadTransactionsOptions {
  readonly delimiter?: string | undefined;
  readonly encoding?: string | undefined;
  readonly header?: boolean | undefined;
  readonly decimal?: '.' | ',' | undefined;
  /** Leave rows out that cannot be read, instead of failing. */
  readonly skipBadRows?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface TransactionFile {
  readonly transactions: readonly Transaction[];
  /** How it was understood, for people. */
  readonly description: string;
  readonly notes: readonly string[];
  readonly skipped: number;
}

const longestRecord = 1 << 24;
const shownFindings = 5;

/**
 * Reads who bought when, and for how much, from a CSV, NDJSON or Parquet file. Delimiter (also blanks), encoding,
 * decimal sign and the notation of the dates are recognised from the whole column.
 * @throws Problem not_found or invalid_input for a file or column that is not there, and for rows that cannot be read
 * (with their lines)
 */
export async function readTransactions(
  path: string,
  columns: TransactionColumns,
  options: ReadTransactionsOptions = {},
): Promise<TransactionFile> {
  const content = await inspectFile(path, options.signal);
  const blanks =
    options.delimiter === undefined && whitespaceSeparated(headText(content.head, content.encoding));
  const source = await openSource(content, {
    ...options,
    ...(blanks ? { delimiter: 'whitespace' } : {}),
    maxLineSize: longestRecord,
  });
  const names = source.columns.map(({ name }) => name);
  const place = (wanted: string, option: string) =>
    names.indexOf(findColumn(names, positionName(wanted, names, options.header), option));
  const places = {
    customer: place(columns.customer, '--customer'),
    date: place(columns.date, '--date'),
    amount: columns.amount === undefined ? -1 : place(columns.amount, '--amount'),
  };

  const rows: RawRow[] = [];
  const bad = new BadRows(path);
  for await (const batch of source.read()) {
    options.signal?.throwIfAborted();
    for (const { line, values, fault } of batch) {
      if (fault !== undefined) bad.add(line, fault.column, fault.value, fault.reason);
      else
        rows.push({
          line,
          customer: textOf(values[places.customer]),
          date: textOf(values[places.date]),
          amount: places.amount < 0 ? '' : textOf(values[places.amount]),
        });
    }
  }
  if (rows.length === 0 && bad.count === 0)
    throw new Problem('not_enough_data', `${path} holds no row of data.`, { remedy: 'Check the export.' });
  const notes: string[] = [];
  const words = rows.map(({ date }) => date).filter(present);
  const plain = words.filter(isPlainDate);
  // A column with many bad dates still tells how the good ones are written.
  const days = dayNotation(words) ?? (2 * plain.length >= words.length ? dayNotation(plain) : undefined);
  if (days === undefined) throw unreadableDates(path, columns.date, rows);
  if (days.doubt !== undefined) notes.push(`Dates were read as ${days.notation}; ${days.doubt}.`);
  const decimal = options.decimal ?? (places.amount < 0 ? '.' : decimalOf(columns.amount!, rows)) ?? '.';
  const transactions = rows.flatMap((row) => transactionOf(row, days, decimal, columns, bad));
  if (bad.count > 0 && !options.skipBadRows) throw bad.problem(days);
  if (bad.count > 0) notes.push(`Rows left out: ${bad.count} (${bad.summary()}).`);
  const unknown = transactions.filter(({ amount }) => amount === null).length;
  if (places.amount >= 0 && unknown > 0)
    notes.push(`Rows without an amount: ${unknown}; they count as purchases whose value is not known.`);
  return {
    transactions,
    description: `${source.description}; dates: ${days.notation}${places.amount < 0 ? '' : `; decimal sign ${decimal}`}`,
    notes,
    skipped: bad.count,
  };
}

interface RawRow {
  readonly line: number;
  readonly customer: string;
  readonly date: string;
  readonly amount: string;
}

const wall = new ZonedTime('UTC');
const isPlainDate = (word: string): boolean => parseTimestamp(word, wall) !== undefined;

const present = (word: string): boolean => !missingTokens.has(word.toLowerCase());

/** Without a header columns may also be called by their number. */
function positionName(wanted: string, names: readonly string[], header: boolean | undefined): string {
  return header === false && /^\d+$/.test(wanted) ? (names[Number(wanted) - 1] ?? wanted) : wanted;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (value === null || value === undefined) return '';
  return value instanceof Date ? value.toISOString() : String(value);
}

function transactionOf(
  { line, customer, date, amount }: RawRow,
  days: DayNotation,
  decimal: '.' | ',',
  columns: TransactionColumns,
  bad: BadRows,
): Transaction[] {
  const day = days.read(date);
  const value = present(amount) ? readNumber(amount, decimal) : null;
  if (!present(customer)) bad.add(line, columns.customer, customer, 'names no customer');
  else if (day === undefined) bad.add(line, columns.date, date, `is not a date written ${days.notation}`);
  else if (value === undefined || (value !== null && !Number.isFinite(value)))
    bad.add(line, columns.amount ?? '', amount, 'is not an amount');
  else if (value !== null && Math.abs(value) > largestAmount)
    bad.add(line, columns.amount ?? '', amount, `is outside ${-largestAmount} to ${largestAmount}`);
  else return [{ customer, day, amount: value }];
  return [];
}

/** Undefined when every amount reads the same with either decimal sign. */
function decimalOf(name: string, rows: readonly RawRow[]): '.' | ',' | undefined {
  const counts = new Map<string, number>();
  for (const { amount } of rows) if (present(amount)) counts.set(amount, (counts.get(amount) ?? 0) + 1);
  return numberNotation({
    name,
    codes: new Int32Array(0),
    words: [...counts.keys()],
    counts: [...counts.values()],
  }).decimal;
}

function unreadableDates(path: string, column: string, rows: readonly RawRow[]): Problem {
  return new Problem('invalid_input', `The column ${column} of ${path} holds no dates that can be read.`, {
    findings: rows.slice(0, shownFindings).map(({ line, date }) => ({
      path: `line ${line}, ${column}`,
      message: 'is not a date',
      received: date,
      allowed:
        '2024-12-31, 2024-12-31T14:30, 31.12.2024, 31/12/2024, 12/31/2024, 20241231, 31 Dec 2024, seconds or milliseconds since 1970',
    })),
    remedy: 'Check --date, and write all dates of the column in one of these ways.',
  });
}

/** Rows that cannot be used, the first of them in full. */
class BadRows {
  readonly #path: string;
  readonly #findings: Finding[] = [];
  count = 0;

  constructor(path: string) {
    this.#path = path;
  }

  add(line: number, column: string, value: string, reason: string): void {
    this.count++;
    if (this.#findings.length < shownFindings)
      this.#findings.push({
        path: `line ${line}${column === '' ? '' : `, ${column}`}`,
        message: reason,
        received: value,
      });
  }

  summary(): string {
    const shown = this.#findings.map(({ path, message, received }) => `${path} "${received}" ${message}`);
    return shown.join('; ') + (this.count > shown.length ? '; ...' : '');
  }

  problem(days: DayNotation): Problem {
    return new Problem('invalid_input', `${this.count} rows of ${this.#path} cannot be read.`, {
      findings: this.#findings,
      remedy: `Correct them (dates of this file are ${days.notation}), or pass --skip-bad-rows to leave them out.`,
    });
  }
}
