import { berlinDay, berlinTime, DAY, weekdayOf } from '../calendar.ts';
import { between, normal, pickIndex } from '../random/distributions.ts';
import type { Uniform } from '../random/stream.ts';

const OPENS = 7.5;
const CLOSES = 19;

/** A quarter hour at which a branch treats people, on or after the day of `time` (Monday to Friday). */
export function treatmentTime(random: Uniform, time: number): number {
  let day = berlinDay(time);
  while (weekdayOf(day) > 4) day += DAY;
  return berlinTime(day, between(random, 8 * 4, 18 * 4 - 1) / 4);
}

/** The hour of a call around `hour` (local), within the hours in which the telephone is answered. */
export function callingHour(random: Uniform, hour: number, spread: number): number {
  const drawn = normal(random, hour, spread);
  return drawn > OPENS && drawn < CLOSES ? drawn : OPENS + random() * (CLOSES - OPENS);
}

/** A day from the three before `time` or the three after it, by weekday weights. UTC midnight naming the local day. */
export function callingDay(
  random: Uniform,
  time: number,
  side: 'before' | 'after',
  weekdays: readonly number[],
): number {
  const nearest = berlinDay(time);
  const days = [0, 1, 2, 3].map((offset) => nearest + (side === 'after' ? offset : -offset) * DAY);
  return days[
    pickIndex(
      random,
      days.map((day) => weekdays[weekdayOf(day)] as number),
    )
  ] as number;
}
