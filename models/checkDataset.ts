import { type Finding, Problem } from '../base/problem.ts';
import type { Dataset } from './table.ts';

/**
 * Every estimator's gate: equal lengths, distinct names, finite targets, usable weights and at least one row; for
 * classification targets 0 and 1, both with positive weight.
 * @throws Problem invalid_input, or not_enough_data when there is no row or only one class
 */
export function checkDataset(dataset: Dataset, task: 'classification' | 'regression'): void {
  const { rowCount, columns, target, weights } = dataset;
  const findings: Finding[] = [];
  const expectLength = (path: string, received: number) => {
    if (received !== rowCount)
      findings.push({ path, message: 'wrong number of rows', received, allowed: String(rowCount) });
  };
  expectLength('target', target.length);
  if (weights !== undefined) expectLength('weights', weights.length);
  for (const column of columns)
    expectLength(column.name, column.kind === 'numeric' ? column.values.length : column.codes.length);
  const seen = new Set<string>();
  for (const { name } of columns) {
    if (seen.has(name)) findings.push({ path: name, message: 'two columns have this name' });
    seen.add(name);
  }
  const badTarget = target.find((value) =>
    task === 'classification' ? value !== 0 && value !== 1 : !Number.isFinite(value),
  );
  if (badTarget !== undefined)
    findings.push({
      path: 'target',
      message: 'not a target of this task',
      received: badTarget,
      allowed: task === 'classification' ? '0 or 1' : 'a finite number',
    });
  const badWeight = weights?.find((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
  if (badWeight !== undefined)
    findings.push({
      path: 'weights',
      message: 'not a weight',
      received: badWeight,
      allowed: 'finite and >= 0',
    });
  if (findings.length > 0)
    throw new Problem('invalid_input', 'The dataset cannot be learned from.', { findings });

  const classWeight = [0, 0];
  target.forEach((value, row) => {
    classWeight[task === 'classification' ? value : 0]! += weights === undefined ? 1 : weights[row]!;
  });
  if (classWeight[0]! + classWeight[1]! === 0)
    throw new Problem('not_enough_data', 'There is no row with a positive weight to learn from.', {
      remedy: 'Give at least one row.',
    });
  if (task === 'classification' && (classWeight[0] === 0 || classWeight[1] === 0))
    throw new Problem(
      'not_enough_data',
      `Every row is of class ${classWeight[0] === 0 ? 1 : 0}; both are needed.`,
      {
        remedy: 'Collect examples of the other class before training.',
      },
    );
}
