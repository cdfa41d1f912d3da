import { type Finding, Problem } from '../base/problem.ts';
import type { Dataset, MulticlassDataset, Table } from './table.ts';

/**
 * Every estimator's gate: equal lengths, distinct names, finite targets, usable weights and at least one row; for
 * classification targets 0 and 1, both with positive weight.
 * @throws Problem invalid_input, or not_enough_data when there is no row or only one class
 */
export function checkDataset(dataset: Dataset, task: 'classification' | 'regression'): void {
  const { target, weights } = dataset;
  const findings = shapeFindings(dataset);
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
  refuse(findings);

  const classWeight = [0, 0];
  target.forEach((value, row) => {
    classWeight[task === 'classification' ? value : 0]! += weights === undefined ? 1 : weights[row]!;
  });
  if (classWeight[0]! + classWeight[1]! === 0) throw noWeight();
  if (task === 'classification' && (classWeight[0] === 0 || classWeight[1] === 0))
    throw oneClass(classWeight[0] === 0 ? '1' : '0');
}

/**
 * As `checkDataset`, for several classes: targets are indices into `classes`, which are distinct, and at least two
 * of them occur with positive weight.
 * @returns the weight of each class
 * @throws Problem invalid_input, or not_enough_data when there is no row or only one class
 */
export function checkMulticlassDataset(dataset: MulticlassDataset): Float64Array {
  const { target, weights, classes } = dataset;
  const findings = shapeFindings(dataset);
  const badTarget = target.find((value) => !(value >= 0 && value < classes.length));
  if (badTarget !== undefined)
    findings.push({
      path: 'target',
      message: 'not a class',
      received: badTarget,
      allowed: `0 to ${classes.length - 1}`,
    });
  if (new Set(classes).size < classes.length)
    findings.push({ path: 'classes', message: 'two classes have the same name' });
  refuse(findings);

  const classWeights = new Float64Array(classes.length);
  target.forEach((value, row) => {
    classWeights[value]! += weights === undefined ? 1 : weights[row]!;
  });
  const present = classes.filter((_, index) => classWeights[index]! > 0);
  if (present.length === 0) throw noWeight();
  if (present.length === 1) throw oneClass(present[0]!);
  return classWeights;
}

/** What is wrong with a table, its names, the number of its targets and its weights. */
function shapeFindings({
  rowCount,
  columns,
  target,
  weights,
}: Table & { readonly target: ArrayLike<number>; readonly weights?: Float64Array }): Finding[] {
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
  const badWeight = weights?.find((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
  if (badWeight !== undefined)
    findings.push({
      path: 'weights',
      message: 'not a weight',
      received: badWeight,
      allowed: 'finite and >= 0',
    });
  return findings;
}

function refuse(findings: readonly Finding[]): void {
  if (findings.length > 0)
    throw new Problem('invalid_input', 'The dataset cannot be learned from.', { findings });
}

function noWeight(): Problem {
  return new Problem('not_enough_data', 'There is no row with a positive weight to learn from.', {
    remedy: 'Give at least one row.',
  });
}

function oneClass(name: string): Problem {
  return new Problem('not_enough_data', `Every row is of class ${name}; at least two are needed.`, {
    remedy: 'Collect examples of another class before training.',
  });
}
