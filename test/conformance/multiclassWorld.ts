import { seededRandom } from '../../base/random.ts';
import type { MulticlassDataset, Row } from '../../models/table.ts';
import { tableFromRows } from '../../models/tableFromRows.ts';

const classes = ['call', 'email', 'wait'] as const;

export interface MulticlassWorld {
  readonly rows: readonly Row[];
  readonly dataset: MulticlassDataset;
  /** Probability of each class, row after row, as the world was made. */
  readonly truth: Float64Array;
}

const made = new Map<string, MulticlassWorld>();

/** Rows with numbers, gaps and categories of three classes that follow a known rule; made once, as simulatedWorld is. */
export function multiclassWorld(rowCount: number, seed: number): MulticlassWorld {
  const key = `${rowCount} ${seed}`;
  const world = made.get(key) ?? makeWorld(rowCount, seed);
  made.set(key, world);
  return world;
}

function makeWorld(rowCount: number, seed: number): MulticlassWorld {
  const random = seededRandom(seed);
  const rows: Row[] = [];
  const truth = new Float64Array(rowCount * classes.length);
  const target = new Int32Array(rowCount);
  for (let index = 0; index < rowCount; index++) {
    const visits = random.integer(10);
    const premium = random.uniform() < 0.15 ? null : Math.round(100 * random.uniform());
    const region = ['west', 'nord', 'ost', 'süd'][random.integer(4)]!;
    rows.push({ visits, premium, region, aside: random.normal() });
    const scores = [
      0.5 * (visits - 4.5),
      premium === null ? -0.8 : (premium - 50) / 25,
      region === 'west' ? 1.5 : 0,
    ];
    const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
    const drawn = random.uniform();
    let passed = 0;
    target[index] = classes.length - 1;
    for (let each = classes.length - 1; each >= 0; each--) {
      const probability = Math.exp(scores[each]!) / total;
      truth[index * classes.length + each] = probability;
      passed += probability;
      if (drawn >= 1 - passed && drawn < 1 - passed + probability) target[index] = each;
    }
  }
  return { rows, dataset: { ...tableFromRows(rows), target, classes }, truth };
}
