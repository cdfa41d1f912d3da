import { expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { featureReader, schemaOf } from '../../../models/featureSchema.ts';
import { designSteps } from '../../../models/linear/design.ts';
import { finish } from '../../../models/numeric/steps.ts';
import { tableFromRows } from '../../../models/tableFromRows.ts';

const random = seededRandom(5);
const rows = Array.from({ length: 60 }, () => ({
  dense: random.normal(),
  mostlyTwo: random.uniform() < 0.8 ? 2 : random.normal(),
  gaps: random.uniform() < 0.7 ? null : random.integer(3),
  region: random.uniform() < 0.2 ? null : `r${random.integer(4)}`,
}));
const table = tableFromRows(rows);
const weights = new Float64Array(rows.length).fill(1);
const specs = schemaOf(table);
const design = finish(designSteps(specs, featureReader(specs).readTable(table), weights));
const size = design.parameterCount;

/** Column j of the design matrix: the scores under the j-th unit vector. */
const columns = Array.from({ length: size }, (_, parameter) => {
  const scores = new Float64Array(rows.length);
  const unit = new Float64Array(size);
  unit[parameter] = 1;
  design.score(unit, scores);
  return scores;
});

test('the Hessian is the weighted sum of outer products of the design rows', () => {
  const curvatures = weights.map(() => random.uniform());
  const matrix = new Float64Array(size * size);
  finish(design.hessian(curvatures, matrix));
  for (let row = 0; row < size; row++)
    for (let column = 0; column <= row; column++) {
      const expected = curvatures.reduce(
        (sum, curvature, at) => sum + curvature * columns[row]![at]! * columns[column]![at]!,
        0,
      );
      expect(matrix[row * size + column]).toBeCloseTo(expected, 10);
    }
});

test('the gradient is the sum of residuals times design rows', () => {
  const residuals = weights.map(() => random.normal());
  const gradient = new Float64Array(size);
  design.gradient(residuals, gradient);
  columns.forEach((column, parameter) => {
    const expected = residuals.reduce((sum, residual, row) => sum + residual * column[row]!, 0);
    expect(gradient[parameter]).toBeCloseTo(expected, 10);
  });
});
