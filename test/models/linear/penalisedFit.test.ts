import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { featureReader, schemaOf } from '../../../models/featureSchema.ts';
import { type Design, designSteps } from '../../../models/linear/design.ts';
import { multinomialProblem } from '../../../models/linear/multinomial.ts';
import { type LinearProblem, penalisedFit } from '../../../models/linear/penalisedFit.ts';
import { singleScoreProblem } from '../../../models/linear/singleScore.ts';
import { logisticLoss } from '../../../models/losses/logisticLoss.ts';
import { squaredLoss } from '../../../models/losses/squaredLoss.ts';
import { finish } from '../../../models/numeric/steps.ts';
import { tableFromRows } from '../../../models/tableFromRows.ts';

const random = seededRandom(11);
const rowCount = 240;
const rows = Array.from({ length: rowCount }, () => {
  const twin = random.normal();
  return {
    twin,
    near: twin + 1e-4 * random.normal(),
    sum: 2 * twin,
    gaps: random.uniform() < 0.4 ? null : random.integer(5),
    region: `r${random.integer(30)}`,
    other: random.uniform() < 0.5 ? 'yes' : 'no',
  };
});
const weights = Float64Array.from(rows, () => random.integer(3));
const table = tableFromRows(rows);
const specs = schemaOf(table, weights);
const design = finish(designSteps(specs, featureReader(specs).readTable(table), weights));
const size = design.parameterCount;
const columns = columnsOf(design);
const score = rows.map(({ twin, gaps }) => twin - (gaps ?? 3) / 3 + 0.4);
const label = Float64Array.from(score, (each) => (random.uniform() < 1 / (1 + Math.exp(-each)) ? 1 : 0));
const value = Float64Array.from(score, (each) => each + random.normal());
const kind = Int32Array.from(score, (each) => (each > 0 ? 2 : random.integer(2)));

/** Column j of the design matrix: the scores under the j-th unit vector. */
function columnsOf({ score: addScores, parameterCount }: Design): Float64Array[] {
  return Array.from({ length: parameterCount }, (_, parameter) => {
    const scores = new Float64Array(rowCount);
    addScores(
      Float64Array.from({ length: parameterCount }, (_, at) => (at === parameter ? 1 : 0)),
      scores,
    );
    return scores;
  });
}

/** Gradient of the loss by definition: weighted residuals times columns. */
type Residual = (scores: readonly number[], row: number, output: number) => number;

function worstViolation(
  parameters: Float64Array,
  outputs: number,
  residual: Residual,
  { l1, l2 }: { l1: number; l2: number },
): number {
  const scores = rows.map((_, row) =>
    Array.from({ length: outputs }, (_, output) =>
      columns.reduce((sum, column, at) => sum + column[row]! * parameters[output * size + at]!, 0),
    ),
  );
  let worst = 0;
  for (let output = 0; output < outputs; output++)
    columns.forEach((column, at) => {
      const parameter = parameters[output * size + at]!;
      let gradient = at === 0 ? 0 : l2 * parameter;
      for (let row = 0; row < rowCount; row++)
        gradient += weights[row]! * residual(scores[row]!, row, output) * column[row]!;
      const violation =
        at === 0
          ? Math.abs(gradient)
          : parameter === 0
            ? Math.max(0, Math.abs(gradient) - l1)
            : Math.abs(gradient + l1 * Math.sign(parameter));
      worst = Math.max(worst, violation);
    });
  return worst;
}

const penalties = [
  { l1: 0, l2: 1 },
  { l1: 3, l2: 0.5 },
  { l1: 3, l2: 0 },
  { l1: 0.01, l2: 0 },
  { l1: 1e4, l2: 1 },
];
const solve = (problem: LinearProblem, penalty: (typeof penalties)[number]) =>
  finish(penalisedFit(problem, penalty, undefined));

describe.each(penalties)('the optimality conditions hold with l1 = $l1, l2 = $l2', (penalty) => {
  // Of a total loss of about 150: rounding of a sum of 240 terms leaves 1e-8 and more to spare.
  const allowed = 1e-7;

  test('of the logistic loss', () => {
    const parameters = solve(singleScoreProblem(design, logisticLoss, label, weights), penalty);
    const residual: Residual = ([each], row) => 1 / (1 + Math.exp(-each!)) - label[row]!;
    expect(worstViolation(parameters, 1, residual, penalty)).toBeLessThan(allowed);
  });

  test('of the squared loss', () => {
    const parameters = solve(singleScoreProblem(design, squaredLoss, value, weights), penalty);
    const residual: Residual = ([each], row) => each! - value[row]!;
    expect(worstViolation(parameters, 1, residual, penalty)).toBeLessThan(allowed);
  });

  test('of the softmax loss', () => {
    const parameters = solve(multinomialProblem(design, kind, 3, weights), penalty);
    const residual: Residual = (scores, row, output) => {
      const total = scores.reduce((sum, each) => sum + Math.exp(each), 0);
      return Math.exp(scores[output]!) / total - (kind[row] === output ? 1 : 0);
    };
    expect(worstViolation(parameters, 3, residual, penalty)).toBeLessThan(allowed);
    expect(parameters[0]! + parameters[size]! + parameters[2 * size]!).toBeCloseTo(0, 9);
  });
});

test('an L1 penalty above the steepest slope leaves the intercept alone', () => {
  const problem = singleScoreProblem(design, logisticLoss, label, weights);
  const parameters = solve(problem, { l1: 1e4, l2: 0 });
  expect([...parameters].slice(1).every((each) => each === 0)).toBe(true);
  expect(parameters[0]).toBeCloseTo(problem.start[0]!, 9);
});
