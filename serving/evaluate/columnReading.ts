import type { Column } from '../../models/table.ts';
import type { DateNotation } from './dateNotation.ts';
import { dateNotation } from './dateNotation.ts';
import { type DecimalPoint, looksLikeCode, mostRows, numberNotation, readNumber } from './numberNotation.ts';
import { presentCount, type TextColumn } from './textColumn.ts';

/** How one column of a file was understood. */
export interface ColumnReading {
  readonly name: string;
  readonly kind: 'number' | 'date' | 'category' | 'identifier' | 'free text' | 'constant' | 'empty';
  readonly missing: number;
  readonly distinct: number;
  /** What is learned from it: none when it is dropped, several of a date. */
  readonly features: readonly Column[];
  /** Why nothing is learned from it. */
  readonly dropped?: string;
  /** What somebody should know who reads the result. */
  readonly notes: readonly string[];
  /** Of a date: its moments, epoch milliseconds; NaN when missing. */
  readonly moments?: Float64Array;
}

/** What estimators learn of one column (see models/featureSchema.ts). */
const learnedCategories = 254;
const hour = 3_600_000;

/**
 * Understands one column: numbers (also with a decimal comma, units of money, or a few slips), dates (cut into
 * features), categories; identifiers, free text, constants and empty columns are dropped with a reason.
 * @param decimal what decides where a column itself does not tell how it writes decimals
 */
export function readColumn(column: TextColumn, decimal: DecimalPoint): ColumnReading {
  const { name, words } = column;
  const present = presentCount(column);
  const common = { name, missing: column.codes.length - present, distinct: words.length };
  const dropped = (kind: ColumnReading['kind'], reason: string): ColumnReading => ({
    ...common,
    kind,
    features: [],
    dropped: reason,
    notes: [],
  });
  if (present === 0) return dropped('empty', 'it is empty');
  if (words.length === 1 && common.missing === 0) return dropped('constant', `every row says "${words[0]}"`);

  const dates = dateNotation(column);
  if (dates !== undefined) return { ...common, kind: 'date', ...readDates(column, dates) };
  const notation = numberNotation(column);
  if (!looksLikeCode(words) && notation.numbers >= mostRows * present) {
    const { values, notes } = readNumbers(column, notation.decimal ?? decimal);
    const identifier = numericIdentifier(name, values, words.length, present);
    if (identifier !== undefined) return dropped('identifier', identifier);
    return { ...common, kind: 'number', features: [{ kind: 'numeric', name, values }], notes };
  }
  const text = textReason(name, column, present);
  if (text !== undefined) return dropped(text.kind, text.reason);
  const notes =
    words.length > learnedCategories
      ? [
          `${name} has ${words.length} categories; of each training part the ${learnedCategories} most frequent are learned.`,
        ]
      : [];
  return { ...common, kind: 'category', features: [categories(column)], notes };
}

function readNumbers(column: TextColumn, decimal: DecimalPoint): { values: Float64Array; notes: string[] } {
  const { name, words, counts, codes } = column;
  const numbers = words.map((word) => readNumber(word, decimal) ?? Number.NaN);
  const slips = words.filter((_, code) => Number.isNaN(numbers[code]!));
  const rows = words.reduce((sum, _, code) => sum + (Number.isNaN(numbers[code]!) ? counts[code]! : 0), 0);
  const values = Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : numbers[code]!));
  const notes =
    rows === 0
      ? []
      : [`${name} holds numbers but for ${rows} rows (${quoted(slips)}), which count as missing.`];
  return { values, notes };
}

/** Why a column of numbers only tells rows apart; undefined when it measures something. */
function numericIdentifier(
  name: string,
  values: Float64Array,
  distinct: number,
  present: number,
): string | undefined {
  const whole = values.every((value) => Number.isNaN(value) || Number.isInteger(value));
  if (!whole || present < 20 || distinct < 0.99 * present) return undefined;
  if (namesIdentifier(name))
    return 'its name and its values, different in every row, are those of an identifier';
  if (distinct < present) return undefined;
  let [up, down, minimum, maximum] = [true, true, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let before = Number.NaN;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (value < before) up = false;
    if (value > before) down = false;
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
    before = value;
  }
  const range = maximum - minimum;
  if ((up || down) && range < 2 * present)
    return `it counts ${up ? 'up' : 'down'} from row to row: it numbers the rows`;
  return range < 1.01 * present ? 'its whole numbers number the rows, without gaps' : undefined;
}

function textReason(
  name: string,
  { words, counts }: TextColumn,
  present: number,
): { kind: 'identifier' | 'free text'; reason: string } | undefined {
  if (present < 20 || words.length < 0.5 * present) return undefined;
  const letters = words.reduce((sum, word, code) => sum + word.length * counts[code]!, 0) / present;
  const several = words.reduce((sum, word) => sum + (/\S\s+\S+\s+\S/.test(word) ? 1 : 0), 0) / words.length;
  if (several > 0.5 && letters > 20)
    return { kind: 'free text', reason: 'it is free text (texts are not learned from)' };
  if (words.length >= 0.95 * present || namesIdentifier(name))
    return { kind: 'identifier', reason: 'nearly every row says something else: an identifier or a name' };
  return undefined;
}

const namesIdentifier = (name: string): boolean =>
  /(?:^|[^a-z])(?:id|ids|uuid|guid|key|no|nr|number|nummer|kennung|index|rowid)$/i.test(name) ||
  /[a-z](?:ID|Id|Nr|No)$/.test(name);

function readDates(
  { name, words, counts, codes }: TextColumn,
  { read, notation, doubt }: DateNotation,
): Pick<ColumnReading, 'features' | 'notes' | 'moments'> {
  const of = words.map((word) => read(word) ?? Number.NaN);
  const unread = words.reduce((sum, _, code) => sum + (Number.isNaN(of[code]!) ? counts[code]! : 0), 0);
  const moments = Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : of[code]!));
  const first = of.reduce((least, value) => (value < least ? value : least), Number.POSITIVE_INFINITY);
  const part = (suffix: string, value: (date: Date) => number): Column => ({
    kind: 'numeric',
    name: `${name}: ${suffix}`,
    values: moments.map((moment) => (Number.isNaN(moment) ? Number.NaN : value(new Date(moment)))),
  });
  const features = [
    part('days', (date) => (date.getTime() - first) / (24 * hour)),
    part('month', (date) => date.getUTCMonth() + 1),
    part('weekday', (date) => ((date.getUTCDay() + 6) % 7) + 1),
  ];
  if (of.some((value) => value % (24 * hour) !== 0))
    features.push(part('hour', (date) => date.getUTCHours() + date.getUTCMinutes() / 60));
  const notes = doubt === undefined ? [] : [`${name} was read as dates written ${notation}; ${doubt}.`];
  if (unread > 0) notes.push(`${unread} values of ${name} are no dates and count as missing.`);
  return { features, notes, moments };
}

function categories({ name, words, codes }: TextColumn): Column {
  const order = words.map((_, code) => code).sort((a, b) => (words[a]! < words[b]! ? -1 : 1));
  const place = new Int32Array(words.length);
  order.forEach((code, index) => {
    place[code] = index;
  });
  return {
    kind: 'categorical',
    name,
    vocabulary: order.map((code) => words[code]!),
    codes: codes.map((code) => (code < 0 ? -1 : place[code]!)),
  };
}

const quoted = (words: readonly string[]): string =>
  words
    .slice(0, 3)
    .map((word) => `"${word}"`)
    .join(', ') + (words.length > 3 ? ', ...' : '');
