/** Where "now" comes from, so that a replay or a simulation can live in another time. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is set, or goes on from where it stands. */
export class SettableClock implements Clock {
  #now: Date;
  /** Monotonic milliseconds at which it was let go; undefined: it stands. */
  #since: number | undefined;

  constructor(now: Date) {
    this.#now = now;
  }

  now(): Date {
    const elapsed = this.#since === undefined ? 0 : performance.now() - this.#since;
    return new Date(this.#now.getTime() + elapsed);
  }

  set(now: Date): void {
    this.#now = new Date(now);
    this.#since = undefined;
  }

  /** Lets time pass from here on. */
  run(): void {
    this.set(this.now());
    this.#since = performance.now();
  }
}
