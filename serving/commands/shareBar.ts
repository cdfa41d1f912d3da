import { Presets, SingleBar } from 'cli-progress';

/** Draws the share of a long work that is done, on stderr. */
export class ShareBar {
  #bar: SingleBar | undefined;

  /** @param doing what is being done, in a few words */
  update(share: number, doing: string): void {
    if (this.#bar === undefined) {
      this.#bar = new SingleBar(
        {
          format: '{bar} {percentage} % | {doing} | {eta_formatted} left',
          stream: process.stderr,
          clearOnComplete: true,
        },
        Presets.shades_classic,
      );
      this.#bar.start(1000, 0, { doing });
    }
    this.#bar.update(Math.round(1000 * share), { doing });
  }

  stop(): void {
    this.#bar?.stop();
  }
}
