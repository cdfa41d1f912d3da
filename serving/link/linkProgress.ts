/** Without a terminal, a line comes at least so often while something is going on, in milliseconds. */
const often = 5_000;

/** What is shown of a long run: stage, share, and in the stage that compares, pairs and pairs per second. */
export class LinkProgress {
  #stage = '';
  #stageStarted = 0;
  #pairsBefore = 0;
  #shown = 0;

  /**
   * @param pairs compared in this stage, those that an earlier run compared included
   * @returns what is being done, and a line for a log when it is time for one
   */
  update(
    share: number,
    stage: string,
    pairs?: number,
    now = performance.now(),
  ): { doing: string; line: string | undefined } {
    const changed = stage !== this.#stage;
    if (changed) {
      this.#stage = stage;
      this.#stageStarted = now;
      this.#pairsBefore = pairs ?? 0;
    }
    const seconds = (now - this.#stageStarted) / 1000;
    const rate = pairs === undefined || seconds < 0.1 ? undefined : (pairs - this.#pairsBefore) / seconds;
    const doing =
      pairs === undefined
        ? stage
        : `${stage}: ${millions(pairs)} pairs${rate === undefined ? '' : `, ${millions(rate)} per second`}`;
    if (!changed && now - this.#shown < often) return { doing, line: undefined };
    this.#shown = now;
    return { doing, line: `[${String(Math.round(100 * share)).padStart(3)} %] ${doing}` };
  }
}

const millions = (count: number): string =>
  count < 1e5 ? String(Math.round(count)) : `${(count / 1e6).toFixed(2)} M`;
