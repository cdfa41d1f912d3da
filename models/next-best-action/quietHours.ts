import { type LocalTime, localTimeIn } from '../linking/localTime.ts';
import type { NbaSettings } from './actionCatalogue.ts';

const clocks = new Map<string, (moment: Date) => LocalTime>();

/** Whether a moment falls into quiet hours of a time zone; those past midnight belong to the day they began on. */
export function isQuiet(
  { days, fromHour, toHour }: NbaSettings['contact']['quietHours'][number],
  at: Date,
  timezone: string,
): boolean {
  let clock = clocks.get(timezone);
  if (clock === undefined) {
    clock = localTimeIn(timezone);
    clocks.set(timezone, clock);
  }
  const { hour, weekday } = clock(at);
  if (fromHour < toHour) return days.includes(weekday) && hour >= fromHour && hour < toHour;
  const yesterday = weekday === 1 ? 7 : weekday - 1;
  return (days.includes(weekday) && hour >= fromHour) || (days.includes(yesterday) && hour < toHour);
}
