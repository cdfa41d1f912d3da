const minute = 60_000;

/** Reads and makes wall-clock times of one IANA time zone; a wall time is epoch milliseconds as if it were UTC. */
export class WallClock {
  readonly #format: Intl.DateTimeFormat;

  /** @throws RangeError for a zone the runtime does not know. */
  constructor(timezone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  }

  wall(moment: number): number {
    const parts: Record<string, number> = {};
    for (const { type, value } of this.#format.formatToParts(moment)) parts[type] = Number(value);
    const { year = 1970, month = 1, day = 1, hour = 0, minute: minutes = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minutes);
  }

  /** The moment at which clocks show the wall time; the later reading of one that they skip in spring. */
  moment(wall: number): number {
    const offsetAt = (moment: number) => this.wall(moment) - Math.floor(moment / minute) * minute;
    const first = wall - offsetAt(wall);
    const second = wall - offsetAt(first);
    return this.wall(second) === wall ? second : first;
  }
}
