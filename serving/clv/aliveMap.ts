import { type ClvAnalysis, chosen } from './analyse.ts';

export interface AliveCell {
  /** Repeat purchases. */
  readonly frequency: number;
  /** When the last of them was, in units since the first purchase. */
  readonly recency: number;
  readonly alive: number;
}

const columns = 16;
const rows = 20;

/** P(alive) of a customer observed as long as the median one, by how often and until when they bought. */
export function aliveMap(analysis: ClvAnalysis): { readonly age: number; readonly cells: AliveCell[] } {
  const { final } = analysis;
  const forecast = chosen(analysis, final);
  const ages = final.records.map(({ history }) => history.age).sort((a, b) => a - b);
  const age = ages[Math.floor(ages.length / 2)]!;
  const cells = Array.from({ length: columns }, (_, index) => index + 1).flatMap((frequency) =>
    Array.from({ length: rows + 1 }, (_, row) => {
      const recency = (age * row) / rows;
      const alive = forecast.probabilityAlive({ frequency, recency, age });
      return { frequency, recency: Number(recency.toPrecision(3)), alive };
    }),
  );
  return { age, cells };
}
