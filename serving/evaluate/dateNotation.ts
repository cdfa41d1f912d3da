import { parseTimestamp } from '../import/parseTimestamp.ts';
import { ZonedTime } from '../import/zonedTime.ts';
import { mostRows } from './numberNotation.ts';
import type { TextColumn } from './textColumn.ts';

/** Reads one word as a moment, in epoch milliseconds of the clock on the wall; undefined when it is none. */
export type DateReader = (word: string) => number | undefined;

export interface DateNotation {
  readonly read: DateReader;
  /** For people: how the dates are written. */
  readonly notation: string;
  /** Set when the words would fit another notation as well. */
  readonly doubt?: string;
}

const wall = new ZonedTime('UTC');
const slashed =
  /^(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([ap]m)?)?$/i;
const spelled = /^(\d{1,2})[-. ]+([a-zä]{3,9})\.?[-. ]+(\d{4}|\d{2})$/i;
const spelledFirst = /^([a-z]{3,9})\.? (\d{1,2}),? (\d{4})$/i;
const shortGerman = /^(\d{1,2})\.(\d{1,2})\.(\d{2})$/;
const monthWords = [
  ['jan'],
  ['feb'],
  ['mar', 'mär', 'mae', 'mrz'],
  ['apr'],
  ['may', 'mai'],
  ['jun'],
  ['jul'],
  ['aug'],
  ['sep'],
  ['oct', 'okt'],
  ['nov'],
  ['dec', 'dez'],
];

const notations: readonly { readonly notation: string; readonly read: DateReader }[] = [
  {
    notation: 'ISO or German (2024-12-31, 31.12.2024)',
    read: (word) =>
      /^\d+$/.test(word) ? undefined : parseTimestamp(word.replaceAll('/', '-'), wall)?.getTime(),
  },
  { notation: 'day first (31/12/2024)', read: slashedReader(false) },
  { notation: 'month first (12/31/2024)', read: slashedReader(true) },
  {
    notation: 'year, month and day without separators (20241231)',
    read: (word) => {
      const moment = /^(?:19|20)\d{6}$/.test(word) ? parseTimestamp(word, wall) : undefined;
      return moment?.getTime();
    },
  },
  { notation: 'months as words (31 Dec 2024)', read: readSpelled },
  {
    notation: 'German with two digits of the year (31.12.24)',
    read: (word) => {
      const [, day, month, year] = shortGerman.exec(word) ?? [];
      return moment(year, month, day);
    },
  },
];

/** How a column writes dates; undefined when its words are no dates (but for very few of them). */
export function dateNotation({ words, counts }: TextColumn): DateNotation | undefined {
  const present = counts.reduce((sum, count) => sum + count, 0);
  const fits = (share: number) => (read: DateReader) => {
    let rows = 0;
    let failed = 0;
    for (let code = 0; code < words.length; code++) {
      if (read(words[code]!) !== undefined) rows += counts[code]!;
      else failed += counts[code]!;
      if (failed > (1 - share) * present) return false;
    }
    return rows > 0;
  };
  const fitting = notations.filter(({ read }) => fits(mostRows)(read));
  const exact = fitting.filter(({ read }) => fits(1)(read));
  const candidates = exact.length > 0 ? exact : fitting;
  const chosen = candidates.at(-1);
  if (chosen === undefined) return undefined;
  return candidates.length === 1
    ? chosen
    : { ...chosen, doubt: `every date would also fit "${candidates[0]!.notation}"` };
}

function slashedReader(monthFirst: boolean): DateReader {
  return (word) => {
    const found = slashed.exec(word);
    if (found === null) return undefined;
    const [, first, , second, year, hours, minutes, seconds, half] = found;
    const time = moment(year, monthFirst ? first : second, monthFirst ? second : first);
    if (time === undefined || hours === undefined) return time;
    const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (/^p/i.test(half) ? 12 : 0);
    return hour > 23 || Number(minutes) > 59
      ? undefined
      : time + ((hour * 60 + Number(minutes)) * 60 + Number(seconds ?? 0)) * 1000;
  };
}

function readSpelled(word: string): number | undefined {
  const [, day, name, year] = spelled.exec(word) ?? [];
  const [, otherName, otherDay, otherYear] = spelledFirst.exec(word) ?? [];
  const text = (name ?? otherName)?.toLowerCase().slice(0, 3);
  const month = text === undefined ? -1 : monthWords.findIndex((forms) => forms.includes(text));
  return month < 0 ? undefined : moment(year ?? otherYear, String(month + 1), day ?? otherDay);
}

/** Two digits of a year are the hundred years up to 2049. */
function moment(year = '', month = '', day = ''): number | undefined {
  if (year === '') return undefined;
  const full = year.length === 4 ? year : Number(year) < 50 ? `20${year}` : `19${year}`;
  return parseTimestamp(`${full}-${month}-${day}`, wall)?.getTime();
}
