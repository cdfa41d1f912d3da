import { type Contender, timedEach } from '../measure.ts';

/** Predicts rows one at a time; the time is per row. */
export function rowByRow(name: string, count: number, predict: (row: number) => unknown): Contender {
  return {
    name,
    run: () =>
      timedEach(count, () => {
        for (let row = 0; row < count; row++) predict(row);
      }),
  };
}
