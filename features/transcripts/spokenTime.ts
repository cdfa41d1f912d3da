import { digitsOf } from './digits.ts';
import type { Language } from './language.ts';
import type { Reading } from './reading.ts';
import type { Token } from './transcript.ts';

/** A window of a day, in minutes from midnight; both the same: an exact time. Tokens [first, end). */
export interface SpokenTime {
  readonly first: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
  readonly kind: 'time' | 'part of day';
}

const day = 1440;

function numberAt(reading: Reading, at: number): number | undefined {
  const digits = digitsOf(reading, at);
  return digits === undefined || digits.length > 2 ? undefined : Number(digits);
}

/** Opening hours decide: one to six is in the afternoon unless somebody says otherwise. */
function onTheDay(minutes: number, part: 'morning' | 'evening' | null): number {
  if (minutes >= 12 * 60 || part === 'morning') return minutes;
  if (part === 'evening') return minutes + 12 * 60;
  return minutes < 7 * 60 ? minutes + 12 * 60 : minutes;
}

/** Which half of the day a word near the time says. */
function partAround(
  reading: Reading,
  language: Language,
  from: number,
  end: number,
): 'morning' | 'evening' | null {
  const { clock } = language.pack.appointments;
  const morning = language.words(clock.morning);
  const evening = language.words(clock.evening);
  const turn = reading.tokens[from]?.turn;
  for (let at = Math.max(0, from - 3); at < end + 3; at++) {
    const token = reading.tokens[at];
    if (token === undefined || token.turn !== turn) continue;
    if (evening.has(token.folded) || /(?:nachmittags?|abends?)$/.test(token.folded)) return 'evening';
    if (morning.has(token.folded) || /vormittags?$/.test(token.folded)) return 'morning';
  }
  return null;
}

/** A clock time that starts exactly here, without the word before it: halb drei, viertel nach neun, 14 Uhr 30, 8:30. */
function clockAt(reading: Reading, at: number): { minutes: number; end: number; sure: boolean } | null {
  const { language, tokens, transcript } = reading;
  const { clock } = language.pack.appointments;
  const has = (words: string, position: number) => language.words(words).has(tokens[position]?.folded ?? '');
  const token = tokens[at];
  if (token === undefined) return null;
  if (has(clock.half, at)) {
    const past = has(clock.past, at + 1) ? 1 : 0;
    const hour = numberAt(reading, at + 1 + past);
    if (hour === undefined || hour > 24) return null;
    return {
      minutes: clock.halfBefore ? (hour * 60 - 30 + day) % day : hour * 60 + 30,
      end: at + 2 + past,
      sure: true,
    };
  }
  if (has(clock.threeQuarters, at)) {
    const hour = numberAt(reading, at + 1);
    return hour === undefined || hour > 24
      ? null
      : { minutes: (hour * 60 - 15 + day) % day, end: at + 2, sure: true };
  }
  if (has(clock.quarter, at)) {
    const direction = has(clock.past, at + 1) ? 15 : has(clock.to, at + 1) ? -15 : null;
    const hour = numberAt(reading, at + (direction === null ? 1 : 2));
    if (hour === undefined || hour > 24) return null;
    // "Viertel drei" is a quarter of the third hour.
    return {
      minutes: (hour * 60 + (direction ?? -45) + day) % day,
      end: at + (direction === null ? 2 : 3),
      sure: true,
    };
  }
  const hour = numberAt(reading, at);
  if (hour === undefined || hour > 24) return null;
  const written = /^(\d{1,2})[:.](\d{2})(?!\d|\.)/.exec(transcript.text.slice(token.start, token.start + 6));
  if (written !== null && Number(written[2]) < 60) {
    const end = has(clock.hour, at + 2) ? at + 3 : at + 2;
    const sure = written[0].includes(':') || end === at + 3;
    if (sure) return { minutes: hour * 60 + Number(written[2]), end, sure };
  }
  if (has(clock.past, at + 1) || has(clock.to, at + 1)) {
    // "zehn nach neun", not "zehn nach neun Uhr geöffnet": minutes before hours are below 30.
    const whole = numberAt(reading, at + 2);
    if (
      whole !== undefined &&
      whole <= 24 &&
      hour <= 29 &&
      hour % 5 === 0 &&
      (tokens[at + 1] as Token).before === 0
    )
      return {
        minutes: (whole * 60 + (has(clock.past, at + 1) ? hour : -hour) + day) % day,
        end: at + 3,
        sure: true,
      };
  }
  if (has(clock.hour, at + 1)) {
    const minutes = (tokens[at + 2]?.before ?? 3) === 0 ? numberAt(reading, at + 2) : undefined;
    if (minutes !== undefined && minutes < 60 && minutes > 4)
      return { minutes: hour * 60 + minutes, end: at + 3, sure: true };
    return { minutes: hour * 60, end: at + 2, sure: true };
  }
  const marker = /^(?:am|pm)$/.exec(tokens[at + 1]?.folded ?? '')?.[0];
  if (language.pack.language === 'en' && marker !== undefined)
    return { minutes: (hour % 12) * 60 + (marker === 'pm' ? 720 : 0), end: at + 2, sure: true };
  return { minutes: hour * 60, end: at + 1, sure: false };
}

/** The time or part of the day that starts exactly here; null when none does. */
export function timeAt(reading: Reading, at: number): SpokenTime | null {
  const { language, tokens } = reading;
  const { clock, dayParts } = language.pack.appointments;
  const has = (words: string, position: number) => language.words(words).has(tokens[position]?.folded ?? '');
  const made = (first: number, end: number, from: number, to: number): SpokenTime => {
    const part = partAround(reading, language, first, end);
    const start = onTheDay(from, part);
    let stop = onTheDay(to, part);
    if (stop < start) stop += 12 * 60;
    return { first, end, from: start, to: Math.min(stop, day), kind: 'time' };
  };
  if (has(clock.between, at)) {
    const from = clockAt(reading, at + 1);
    if (from !== null && has(clock.and, from.end)) {
      const to = clockAt(reading, from.end + 1);
      if (to !== null) return made(at, to.end, from.minutes, to.minutes);
    }
  }
  const lead = has(clock.at, at) ? 1 : 0;
  const bound = at + lead;
  if (has(clock.from, bound) || has(clock.before, bound) || has(clock.about, bound)) {
    const time = clockAt(reading, bound + 1);
    const plausible = time !== null && (time.sure || time.minutes >= 6 * 60 || has(clock.about, bound));
    if (
      time !== null &&
      plausible &&
      (tokens[bound + 1] as Token).before === 0 &&
      !(has(clock.from, bound) && !time.sure && has('nach after', bound))
    ) {
      const exact = made(bound, time.end, time.minutes, time.minutes);
      if (has(clock.about, bound))
        return { ...exact, from: exact.from - 30, to: Math.min(day, exact.to + 30) };
      return has(clock.from, bound) ? { ...exact, to: day } : { ...exact, from: 0 };
    }
  }
  if (lead > 0) {
    const time = clockAt(reading, at + 1);
    return time === null ? null : made(at, time.end, time.minutes, time.minutes);
  }
  const time = clockAt(reading, at);
  if (time?.sure) return made(at, time.end, time.minutes, time.minutes);
  for (const entry of dayParts) {
    const [words, hours] = entry.split('=') as [string, string];
    const [from, to] = hours.split('-').map(Number) as [number, number];
    const length = language.phrases(phraseOf(words)).at(tokens, at);
    if (length > 0) return { first: at, end: at + length, from: from * 60, to: to * 60, kind: 'part of day' };
  }
  return null;
}

const lists = new Map<string, readonly string[]>();

/** One list per phrase, so that it is compiled once. */
function phraseOf(words: string): readonly string[] {
  const list = lists.get(words) ?? [words];
  lists.set(words, list);
  return list;
}
