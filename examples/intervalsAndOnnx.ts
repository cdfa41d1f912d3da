/**
 * Intervals with a promised coverage, and trees that go out as ONNX and come back.
 *
 *   npx tsx examples/intervalsAndOnnx.ts [model.onnx]
 *
 * With a file, the tree ensemble in it (of scikit-learn, XGBoost, LightGBM or linkloop) is read and described instead.
 */
import { readFileSync } from 'node:fs';
import { seededRandom } from '../base/random.ts';
import { boostedTreesRegressor } from '../models/boostedTrees.ts';
import { conformalInterval, fitConformalIntervals } from '../models/conformal/regressionIntervals.ts';
import { exportOnnx } from '../models/onnx/exportOnnx.ts';
import { importOnnx } from '../models/onnx/importOnnx.ts';
import { type OnnxTreesData, onnxTreesModel } from '../models/onnx/onnxTreesModel.ts';
import { datasetFromRows } from '../models/tableFromRows.ts';

const print = (line: string) => void process.stdout.write(`${line}\n`);

const file = process.argv[2];
if (file !== undefined) {
  const { kind, features, forest } = importOnnx(readFileSync(file));
  print(`${kind}: ${forest.roots.length} trees of ${features.map(({ name }) => name).join(', ')}`);
  process.exit(0);
}

const random = seededRandom(7);
const rows = Array.from({ length: 6000 }, () => ({
  age: 18 + random.integer(60),
  visits: random.integer(12),
}));
const values = rows.map(({ age, visits }) => 3 * visits + (age > 40 ? 12 : 0) + 4 * random.normal());
const part = (from: number, to: number) => datasetFromRows(rows.slice(from, to), values.slice(from, to));

// Learn on one part, calibrate on a second that the model did not see, and look at a third.
const model = await boostedTreesRegressor.fit(part(0, 3000), { seed: 7 });
const predicted = (value: number) => ({ method: 'absolute', value }) as const;
const calibration = part(3000, 4000);
const intervals = fitConformalIntervals(
  Array.from(model.predict(calibration), (value, row) => ({
    target: calibration.target[row]!,
    prediction: predicted(value),
  })),
  0.1,
);
const fresh = part(4000, 6000);
const covered = model.predict(fresh).reduce((sum, value, row) => {
  const { low, high } = conformalInterval(intervals, predicted(value));
  return sum + (low <= fresh.target[row]! && fresh.target[row]! <= high ? 1 : 0);
}, 0);
print(
  `intervals promised to cover 90 %: ${((100 * covered) / fresh.rowCount).toFixed(1)} % of 2000 fresh rows`,
);

const bytes = exportOnnx(model.data);
const again = onnxTreesModel(importOnnx(bytes) as OnnxTreesData);
const scores = again.predict(fresh);
const apart = model
  .predict(fresh)
  .reduce((most, value, row) => Math.max(most, Math.abs(value - scores[row]!)), 0);
print(`as ONNX ${bytes.length} bytes; read back it differs by at most ${apart.toExponential(1)}`);
