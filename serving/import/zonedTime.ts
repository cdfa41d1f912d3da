const hour = 3_600_000;

/**
 * Reads wall-clock times of one IANA time zone. A time the clocks skip in spring is read as if they had not
 * been put forward yet; one that occurs twice in autumn is the first of the two.
 */
export class ZonedTime {
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();

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
      second: 'numeric',
    });
  }

  /** @param wall the wall-clock time as if it were UTC, epoch milliseconds. @returns epoch milliseconds. */
  toUtc(wall: number): number {
    const before = this.#offset(wall - 24 * hour);
    const after = this.#offset(wall + 24 * hour);
    if (before === after) return wall - before;
    const early = wall - Math.max(before, after);
    const late = wall - Math.min(before, after);
    if (this.#exact(early) === wall - early) return early;
    if (this.#exact(late) === wall - late) return late;
    return wall - before;
  }

  /** Offset from UTC in force around a moment, cached by the hour: formatting costs microseconds, rows are many. */
  #offset(moment: number): number {
    const key = Math.floor(moment / hour);
    let offset = this.#offsets.get(key);
    if (offset === undefined) {
      offset = this.#exact(key * hour);
      if (this.#offsets.size > 100_000) this.#offsets.clear();
      this.#offsets.set(key, offset);
    }
    return offset;
  }

  #exact(moment: number): number {
    const parts: Record<string, number> = {};
    for (const { type, value } of this.#format.formatToParts(moment)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour: hours = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hours, minute, second) - Math.floor(moment / 1000) * 1000;
  }
}
