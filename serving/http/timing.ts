/** Where the time of one request went, for the Server-Timing header (W3C). */
export class Timing {
  readonly #started = performance.now();
  readonly #parts: { readonly name: string; readonly milliseconds: number }[] = [];

  /** Runs `work` and notes how long it took under `name` (a token: letters, digits, hyphens). */
  async measure<T>(name: string, work: () => T | Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.note(name, performance.now() - started);
    }
  }

  /** Notes how long `name` took. */
  note(name: string, milliseconds: number): void {
    this.#parts.push({ name, milliseconds });
  }

  /** Seconds since the request came in. */
  seconds(): number {
    return (performance.now() - this.#started) / 1000;
  }

  header(): string {
    return [...this.#parts, { name: 'total', milliseconds: performance.now() - this.#started }]
      .map(({ name, milliseconds }) => `${name};dur=${milliseconds.toFixed(2)}`)
      .join(', ');
  }
}
