import { describe, expect, test } from '@jest/globals';
import {
  berlinDay,
  berlinHour,
  berlinOffset,
  berlinTime,
  HOUR,
  weekdayOf,
} from '../../simulator/calendar.ts';

describe('Berlin time', () => {
  test('agrees with the time zone database through both changes of a year', () => {
    const format = new Intl.DateTimeFormat('de-DE', {
      timeZone: 'Europe/Berlin',
      hour: 'numeric',
      hourCycle: 'h23',
    });
    for (let time = Date.parse('2026-01-01T00:30:00Z'); time < Date.parse('2027-01-01'); time += HOUR) {
      expect(Math.floor(berlinHour(time))).toBe(Number.parseInt(format.format(time), 10));
    }
  });

  test('summer time begins and ends at one o clock UTC on the last Sunday', () => {
    expect(berlinOffset(Date.parse('2026-03-29T00:59:59Z'))).toBe(1);
    expect(berlinOffset(Date.parse('2026-03-29T01:00:00Z'))).toBe(2);
    expect(berlinOffset(Date.parse('2026-10-25T00:59:59Z'))).toBe(2);
    expect(berlinOffset(Date.parse('2026-10-25T01:00:00Z'))).toBe(1);
  });

  test('a local hour of a day is found again', () => {
    for (const day of ['2026-01-12', '2026-03-29', '2026-03-30', '2026-07-01', '2026-10-26']) {
      const midnight = Date.parse(day);
      for (const hour of [0, 7.5, 12, 22.75]) {
        const time = berlinTime(midnight, hour);
        expect(berlinDay(time)).toBe(midnight);
        expect(berlinHour(time)).toBeCloseTo(hour, 9);
      }
    }
    expect(weekdayOf(Date.parse('2026-01-12'))).toBe(0);
    expect(weekdayOf(Date.parse('2026-01-18'))).toBe(6);
  });
});
