export interface LocalTime {
  /** Hour of the day, 0-23. */
  readonly hour: number;
  /** ISO weekday, 1 = Monday ... 7 = Sunday. */
  readonly weekday: number;
}

const isoWeekday: Readonly<Record<string, number>> = {
  Mon: 1,
  Tue: 2,
  Wed: 3,
  Thu: 4,
  Fri: 5,
  Sat: 6,
  Sun: 7,
};

/**
 * Reads hour and weekday of moments in one IANA time zone. Remembers each quarter of an hour it has met, because
 * formatting a date is slow and zones change only at quarter hours.
 *
 * @throws RangeError when the zone is unknown.
 */
export function localTimeIn(timezone: string): (moment: Date) => LocalTime {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    hour: '2-digit',
    weekday: 'short',
  });
  const known = new Map<number, LocalTime>();
  return (moment) => {
    const quarter = Math.floor(moment.getTime() / 900_000);
    let time = known.get(quarter);
    if (time === undefined) {
      const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, value]));
      time = { hour: Number(parts.get('hour')), weekday: isoWeekday[parts.get('weekday')!]! };
      if (known.size >= 100_000) known.clear();
      known.set(quarter, time);
    }
    return time;
  };
}
