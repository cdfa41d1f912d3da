import { seededRandom } from '../../base/random.ts';
import type { Dataset, Row } from '../../models/table.ts';
import { datasetFromRows } from '../../models/tableFromRows.ts';

export interface World {
  readonly rows: readonly Row[];
  readonly dataset: Dataset;
  /** P(class 1) or the expected value of each row, as the world was made. */
  readonly truth: Float64Array;
}

const made = new Map<string, World>();

/**
 * Rows with numbers, gaps and categories whose target follows a known rule; column names are out of order. The same
 * world each time it is asked for: models of it can be shared.
 */
export function simulatedWorld(task: 'classification' | 'regression', rowCount: number, seed: number): World {
  const key = `${task} ${rowCount} ${seed}`;
  const world = made.get(key) ?? makeWorld(task, rowCount, seed);
  made.set(key, world);
  return world;
}

function makeWorld(task: 'classification' | 'regression', rowCount: number, seed: number): World {
  const random = seededRandom(seed);
  const rows: Row[] = [];
  const truth = new Float64Array(rowCount);
  const target = new Float64Array(rowCount);
  for (let index = 0; index < rowCount; index++) {
    const visits = random.integer(10);
    const premium = random.uniform() < 0.15 ? null : Math.round(100 * random.uniform());
    const region = ['west', 'nord', 'ost', 'süd'][random.integer(4)]!;
    const noise = random.normal();
    rows.push({ visits, premium, region: random.uniform() < 0.05 ? null : region, aside: noise });
    const known = rows[index]!.region;
    const score =
      0.5 * (visits - 4.5) +
      (premium === null ? -0.8 : (premium - 50) / 40) +
      (known === 'west' ? 1.2 : known === 'ost' ? -1 : 0);
    if (task === 'classification') {
      truth[index] = 1 / (1 + Math.exp(-score));
      target[index] = random.uniform() < truth[index]! ? 1 : 0;
    } else {
      truth[index] = score;
      target[index] = score + 0.5 * random.normal();
    }
  }
  return { rows, dataset: datasetFromRows(rows, target), truth };
}

/** Rows that try a model: ordinary, missing, unseen, infinite, empty. */
export const tryingRows: readonly Row[] = [
  { visits: 3, premium: 40, region: 'west', aside: 0.1 },
  { visits: null, premium: null, region: null, aside: null },
  { visits: 9, premium: 99, region: 'elsewhere', aside: -3 },
  { visits: Number.POSITIVE_INFINITY, premium: Number.NEGATIVE_INFINITY, region: 'ost', aside: 1e308 },
  { visits: true, premium: false, region: '', aside: Number.NaN },
  {},
];
