import { Presets, SingleBar } from 'cli-progress';
import type { ImportProgress } from '../import/importFile.ts';

/** Draws how far an import is, on stderr. */
export class ProgressBar {
  #bar: SingleBar | undefined;

  update({ rows, rowsDone, rejected }: ImportProgress): void {
    if (this.#bar === undefined) {
      this.#bar = new SingleBar(
        {
          format: '{bar} {percentage} % | {value}/{total} rows | {rejected} rejected | {eta} s left',
          stream: process.stderr,
        },
        Presets.shades_classic,
      );
      this.#bar.start(rows, 0, { rejected });
    }
    this.#bar.update(rowsDone, { rejected });
  }

  stop(): void {
    this.#bar?.stop();
  }
}
