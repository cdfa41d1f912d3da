/** Time to choose in: what is tried must leave enough to train the choice again on all rows. */
export class Budget {
  readonly #seconds: number;
  readonly #started = performance.now();

  /** @param folds models that a candidate is trained as while it is tried; the choice is trained once more */
  constructor(seconds: number | undefined, folds: number) {
    this.#seconds = ((seconds ?? Number.POSITIVE_INFINITY) * folds) / (folds + 1);
  }

  get #left(): number {
    return this.#seconds - (performance.now() - this.#started) / 1000;
  }

  /**
   * Runs `work` with the time that is left; `always` lets it take as long as it needs.
   * @throws what `work` throws, but for the end of the time
   */
  async spend<T>(
    always: boolean,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal | undefined) => Promise<T>,
  ): Promise<{ readonly result: T; readonly seconds: number } | { readonly skipped: string }> {
    const left = this.#left;
    const started = performance.now();
    const seconds = () => (performance.now() - started) / 1000;
    if (always || left === Number.POSITIVE_INFINITY)
      return { result: await work(signal), seconds: seconds() };
    if (left <= 0) return { skipped: 'no time was left' };
    const end = AbortSignal.timeout(Math.ceil(left * 1000));
    try {
      const result = await work(signal === undefined ? end : AbortSignal.any([signal, end]));
      return { result, seconds: seconds() };
    } catch (error) {
      if (!end.aborted || signal?.aborted) throw error;
      return { skipped: `not done after ${seconds().toFixed(1)} s, when the time was up` };
    }
  }
}
