import { dateAt } from './dateAt.ts';
import { digitsOf } from './digits.ts';
import type { Reading } from './reading.ts';
import type { SpokenTime } from './spokenTime.ts';
import type { Token } from './transcript.ts';

const day = 86_400_000;

/** Days that somebody names: wall times of the first midnight and the one after the last day. Tokens [first, end). */
export interface SpokenDay {
  readonly first: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
  readonly kind: 'date' | 'weekday' | 'relative' | 'week' | 'month';
  /** A part of the day inside the word: Dienstagvormittag. */
  readonly time: SpokenTime | null;
}

const weekdayOf = (wall: number): number => ((new Date(wall).getUTCDay() + 6) % 7) + 1;
const mondayOf = (wall: number): number => wall - (weekdayOf(wall) - 1) * day;
/** The first such weekday after today. */
const following = (today: number, weekday: number): number =>
  today + (((weekday - weekdayOf(today) + 6) % 7) + 1) * day;

/** The day that starts exactly here, seen from `today` (wall time of the midnight before the call). */
export function dayAt(reading: Reading, at: number, today: number): SpokenDay | null {
  const { language, tokens } = reading;
  const words = language.pack.appointments;
  const has = (list: string, position: number) =>
    language.words(list).has(tokens[position]?.folded ?? '') &&
    (position === at || (tokens[position] as Token).before < 2);
  const single = (
    end: number,
    wall: number,
    kind: SpokenDay['kind'],
    time: SpokenTime | null = null,
  ): SpokenDay => ({
    first: at,
    end,
    from: wall,
    to: wall + day,
    kind,
    time,
  });
  const countAt = (position: number): number | undefined => {
    const digits = digitsOf(reading, position);
    return digits !== undefined && digits.length <= 2
      ? Number(digits)
      : /^(?:a|one|einer)$/.test(tokens[position]?.folded ?? '')
        ? 1
        : undefined;
  };
  const inFrom = (position: number): { days: number; months: number; end: number } | null => {
    if (!has(words.in, position)) return null;
    for (const idiom of words.idioms) {
      const [said, days] = idiom.split('=') as [string, string];
      const row = said.split(' ');
      if (row.every((word, offset) => language.words(word).has(tokens[position + 1 + offset]?.folded ?? '')))
        return { days: Number(days), months: 0, end: position + 1 + row.length };
    }
    const count = countAt(position + 1);
    if (count === undefined) return null;
    if (has(words.day, position + 2)) return { days: count, months: 0, end: position + 3 };
    if (has(words.week, position + 2)) return { days: count * 7, months: 0, end: position + 3 };
    if (has(words.month, position + 2)) return { days: 0, months: count, end: position + 3 };
    return null;
  };
  const opening = tokens[at];
  if (opening === undefined) return null;

  const date = dateAt(reading, at);
  if (date !== null) {
    const now = new Date(today);
    const said = date.year === null ? null : date.year < 100 ? 2000 + date.year : date.year;
    let wall = Date.UTC(said ?? now.getUTCFullYear(), date.month - 1, date.day);
    if (said === null && wall < today) wall = Date.UTC(now.getUTCFullYear() + 1, date.month - 1, date.day);
    return wall < today || wall > today + 2 * 366 * day
      ? null
      : { ...single(date.end, wall, 'date'), end: date.end };
  }
  for (const entry of words.relativeDays) {
    const [word, days] = entry.split('=') as [string, string];
    const row = word.split(' ');
    const matches = row.every((part, offset) => language.words(part).has(tokens[at + offset]?.folded ?? ''));
    if (!matches) continue;
    const later = inFrom(at + row.length);
    if (Number(days) === 0 && later !== null) return single(later.end, today + later.days * day, 'relative');
    return single(at + row.length, today + Number(days) * day, 'relative');
  }
  const later = inFrom(at);
  if (later !== null) {
    if (later.months > 0) {
      const now = new Date(today);
      const last = new Date(
        Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + later.months + 1, 0),
      ).getUTCDate();
      const wall = Date.UTC(
        now.getUTCFullYear(),
        now.getUTCMonth() + later.months,
        Math.min(now.getUTCDate(), last),
      );
      return single(later.end, wall, 'relative');
    }
    return single(later.end, today + later.days * day, 'relative');
  }
  const next = has(words.next, at);
  if (next && has(words.month, at + 1)) {
    const now = new Date(today);
    const from = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);
    return { ...single(at + 2, from, 'month'), to: Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 2, 1) };
  }
  if ((next || has(words.this, at)) && has(words.week, at + 1)) {
    const monday = mondayOf(today) + (next ? 7 * day : 0);
    for (let position = at + 2; position < at + 4; position++) {
      const inWeek = weekdayAt(reading, position, at);
      if (inWeek !== null)
        return single(inWeek.end, monday + (inWeek.weekday - 1) * day, 'weekday', inWeek.time);
      if (!/^(?:am|on|den)$/.test(tokens[position]?.folded ?? '')) break;
    }
    return { ...single(at + 2, Math.max(monday, today), 'week'), to: monday + 7 * day };
  }
  const lead = next || has(words.this, at) ? 1 : 0;
  const weekday = weekdayAt(reading, at + lead, at);
  if (weekday === null) return null;
  const wall = following(today, weekday.weekday);
  const shift = inFrom(weekday.end);
  if (shift !== null) {
    // Said on a Wednesday, "Mittwoch in einer Woche" counts from today.
    const base = weekday.weekday === weekdayOf(today) ? today : wall;
    return single(shift.end, base + shift.days * day, 'weekday', weekday.time);
  }
  if (has(words.next, weekday.end) && has(words.week, weekday.end + 1))
    return single(weekday.end + 2, mondayOf(today) + (6 + weekday.weekday) * day, 'weekday', weekday.time);
  return single(weekday.end, wall, 'weekday', weekday.time);
}

function weekdayAt(
  reading: Reading,
  at: number,
  from: number,
): { weekday: number; end: number; time: SpokenTime | null } | null {
  const { language, tokens } = reading;
  const token = tokens[at];
  if (token === undefined || (at > from && token.before >= 2) || reading.taken[at] === 1) return null;
  const weekdays = language.numbersOf(language.pack.appointments.weekdays);
  const plain = weekdays.get(token.folded);
  if (plain !== undefined) return { weekday: plain, end: at + 1, time: null };
  const match =
    /^([a-z]+?(?:tag|woch|abend))(vormittags?|nachmittags?|abends?|mittags?|morgens?|frueh)$/.exec(
      token.folded,
    );
  const weekday = match === null ? undefined : weekdays.get(match[1] as string);
  if (weekday === undefined || match === null) return null;
  for (const entry of language.pack.appointments.dayParts) {
    const [word, hours] = entry.split('=') as [string, string];
    if (
      !language.words(word.replaceAll(' ', '_')).has(match[2] as string) &&
      !(word === 'morgens' && match[2] === 'morgen')
    )
      continue;
    const [start, end] = hours.split('-').map(Number) as [number, number];
    return {
      weekday,
      end: at + 1,
      time: { first: at, end: at + 1, from: start * 60, to: end * 60, kind: 'part of day' },
    };
  }
  return { weekday, end: at + 1, time: null };
}
