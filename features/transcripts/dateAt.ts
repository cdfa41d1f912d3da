import type { Reading } from './reading.ts';
import type { Token } from './transcript.ts';

/** A calendar date as said: tokens [first, end). */
interface SpokenDate {
  readonly first: number;
  readonly end: number;
  readonly day: number;
  readonly month: number;
  /** As said, perhaps of two digits; null when no year was said. */
  readonly year: number | null;
}

const ordinalOrNumber = (reading: Reading, at: number): { value: number; ordinal: boolean } | undefined => {
  const token = reading.tokens[at];
  if (token === undefined) return undefined;
  if (/^\d{1,2}$/.test(token.text)) {
    const behind = reading.transcript.text.charAt(token.end);
    return {
      value: Number(token.text),
      ordinal: behind === '.' || /^(?:st|nd|rd|th)$/.test(reading.tokens[at + 1]?.folded ?? ''),
    };
  }
  const ordinal = reading.language.numbers.ordinal(token.folded);
  if (ordinal !== undefined) return { value: ordinal, ordinal: true };
  const cardinal = reading.language.numbers.cardinal(token.folded);
  return cardinal === undefined ? undefined : { value: cardinal, ordinal: false };
};

/** A year said in one or two tokens: 1978, neunzehnhundertachtundsiebzig, achtundsiebzig, nineteen eighty. */
export function yearAt(reading: Reading, at: number): { year: number; end: number } | null {
  const token = reading.tokens[at];
  if (token === undefined) return null;
  if (/^\d+$/.test(token.text)) {
    return /^(?:\d{2}|\d{4})$/.test(token.text) ? { year: Number(token.text), end: at + 1 } : null;
  }
  const { numbers } = reading.language;
  const value = numbers.cardinal(token.folded);
  if (value === undefined) return null;
  const next = reading.tokens[at + 1];
  const rest = next === undefined || next.before > 0 ? undefined : numbers.cardinal(next.folded);
  if ((value === 19 || value === 20) && rest !== undefined && rest >= 10 && rest < 100)
    return { year: value * 100 + rest, end: at + 2 };
  if (value === 1900 || value === 2000) {
    if (rest !== undefined && rest < 100) return { year: value + rest, end: at + 2 };
    return { year: value, end: at + 1 };
  }
  if (value >= 20 && value < 100 && numbers.unitFirst === false && rest !== undefined && rest < 10)
    return { year: value + rest, end: at + 2 };
  if ((value >= 10 && value < 100) || (value >= 1850 && value < 2100)) return { year: value, end: at + 1 };
  return null;
}

const validDay = (day: number, month: number) =>
  month >= 1 &&
  month <= 12 &&
  day >= 1 &&
  day <= (month === 2 ? 29 : [4, 6, 9, 11].includes(month) ? 30 : 31);

/**
 * The date that starts exactly here: 12.3.1978, 1978-03-12, zwölfter dritter achtundsiebzig, 5. Mai, der dritte Oktober
 * siebenundvierzig, null drei null vier neunzehnhundertsiebzig.
 */
export function dateAt(reading: Reading, at: number): SpokenDate | null {
  const { tokens, transcript, language } = reading;
  const opening = tokens[at];
  if (opening === undefined) return null;
  const rest = transcript.text.slice(opening.start, opening.start + 24);
  const endOf = (length: number) => {
    let end = at;
    while (end < tokens.length && (tokens[end] as Token).start < opening.start + length) end++;
    return end;
  };
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/.exec(rest);
  if (iso !== null) {
    const [year, month, day] = iso.slice(1).map(Number) as [number, number, number];
    return validDay(day, month) ? { first: at, end: endOf(iso[0].length), day, month, year } : null;
  }
  const numeric = /^(\d{1,2})\s?[./]\s?(\d{1,2})(?:\s?[./]\s?(\d{4}|\d{2})?)?(?!\d|\s?Uhr|:)/.exec(rest);
  if (numeric !== null && /[./]/.test(numeric[0])) {
    const [day, month] = [Number(numeric[1]), Number(numeric[2])];
    const full = numeric[3] !== undefined || numeric[0].replace(/[^./]/g, '').length === 2;
    if (full && validDay(day, month))
      return {
        first: at,
        end: endOf(numeric[0].length),
        day,
        month,
        year: numeric[3] === undefined ? null : Number(numeric[3]),
      };
  }
  const isWord = (position: number, test: (token: Token) => boolean) => {
    const token = tokens[position];
    return token !== undefined && token.turn === opening.turn && token.before < 2 && test(token);
  };
  const skip = (position: number) => {
    let next = position;
    while (
      next < position + 3 &&
      isWord(next, ({ folded }) => /^(?:st|nd|rd|th|of|der|den|im|des|jahr|jahres|the)$/.test(folded))
    )
      next++;
    return next;
  };
  // month first: March 5th
  const monthFirst = language.months.get(opening.folded);
  if (monthFirst !== undefined && language.pack.language === 'en') {
    const position = skip(at + 1);
    const day = ordinalOrNumber(reading, position);
    if (day !== undefined && validDay(day.value, monthFirst))
      return withYear(position + 1, day.value, monthFirst);
  }
  let position = at;
  let day = ordinalOrNumber(reading, position);
  if (day === undefined) return null;
  if (day.value === 0) {
    // null drei null vier
    day = ordinalOrNumber(reading, ++position);
    if (day === undefined || day.value > 9) return null;
  }
  if (day.value < 1 || day.value > 31) return null;
  position = skip(position + 1);
  const monthToken = tokens[position];
  if (monthToken === undefined || monthToken.turn !== opening.turn) return null;
  const named = language.months.get(monthToken.folded);
  if (named !== undefined && monthToken.before < 2)
    return validDay(day.value, named) ? withYear(position + 1, day.value, named) : null;
  let month = ordinalOrNumber(reading, position);
  if (month?.value === 0) {
    const digit = ordinalOrNumber(reading, ++position);
    month = digit === undefined || digit.value > 9 ? undefined : { value: digit.value, ordinal: true };
  }
  if (month === undefined || !validDay(day.value, month.value)) return null;
  const dated = withYear(position + 1, day.value, month.value);
  // Two plain numbers are a date only with a year of four digits behind them.
  if ((!day.ordinal || !month.ordinal) && (dated.year === null || dated.year < 1000)) return null;
  return dated;

  function withYear(from: number, dayValue: number, monthValue: number): SpokenDate {
    const start = skip(from);
    const year = isWord(start, () => true) ? yearAt(reading, start) : null;
    const clock = year !== null && /^(?:uhr|oclock)$/.test(tokens[year.end]?.folded ?? '');
    if (year === null || clock) return { first: at, end: from, day: dayValue, month: monthValue, year: null };
    return { first: at, end: year.end, day: dayValue, month: monthValue, year: year.year };
  }
}
