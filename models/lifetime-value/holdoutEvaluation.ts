import { Problem } from '../../base/problem.ts';
import type { DatasetRow } from '../../features/datasetRow.ts';
import { revenueSoFar } from '../../features/definitions/purchases.ts';
import { fitLifetimeValueModel } from './fitLifetimeValue.ts';
import type { LifetimeValueModel } from './lifetimeValueModel.ts';
import { purchaseRecord } from './purchaseRecord.ts';

interface Errors {
  readonly actual: number;
  readonly predicted: number;
  readonly mae: number;
  readonly rmse: number;
}

/** Totals over the customers and errors per customer, company currency and purchases. */
export interface HoldoutEvaluation {
  readonly customers: number;
  readonly holdoutDays: number;
  readonly revenue: Errors;
  readonly purchases: Errors;
  /** The baseline: everybody goes on spending at their past rate. */
  readonly baseline: Errors;
  /** Per customer in the order of the rows, for intervals by resampling. */
  readonly absoluteErrors: readonly number[];
}

function errors(actual: readonly number[], predicted: readonly number[]): Errors {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const differences = actual.map((value, index) => value - predicted[index]!);
  return {
    actual: sum(actual),
    predicted: sum(predicted),
    mae: sum(differences.map(Math.abs)) / actual.length,
    rmse: Math.sqrt(sum(differences.map((difference) => difference ** 2)) / actual.length),
  };
}

/** The rows that know their holdout, of those who had bought by the cut, with the revenue since as label. */
export function holdoutRows(rows: readonly DatasetRow[]): readonly DatasetRow[] {
  return atTheCut(rows).filter(({ features }) => purchaseRecord(features) !== null);
}

/** The same of those who had not bought by then. */
export function newcomerRows(rows: readonly DatasetRow[]): readonly DatasetRow[] {
  return atTheCut(rows).filter(({ features }) => purchaseRecord(features) === null);
}

function atTheCut(rows: readonly DatasetRow[]): readonly DatasetRow[] {
  return rows.filter(({ context }) => typeof context?.holdoutDays === 'number');
}

/**
 * How well a model foretells the holdout of rows from features/labels/revenue.ts.
 * @throws Problem `not_enough_data` without such rows
 */
function evaluateOnHoldout(model: LifetimeValueModel, rows: readonly DatasetRow[]): HoldoutEvaluation {
  const held = holdoutRows(rows);
  const holdoutDays = Number(held[0]?.context?.holdoutDays);
  if (held.length === 0)
    throw new Problem('not_enough_data', 'No customer had bought before the holdout began.');
  const expected = held.map(({ features }) => model.expected(features, holdoutDays));
  const pastRate = held.map(({ features }) => {
    const revenue = features[revenueSoFar.name];
    const age = purchaseRecord(features)?.age ?? 0;
    return typeof revenue === 'number' ? (revenue / Math.max(age, holdoutDays)) * holdoutDays : 0;
  });
  const actual = held.map(({ label }) => label);
  const predicted = expected.map(({ revenue }) => revenue);
  return {
    customers: held.length,
    holdoutDays,
    revenue: errors(actual, predicted),
    purchases: errors(
      held.map(({ context }) => Number(context?.purchases)),
      expected.map(({ purchases }) => purchases),
    ),
    baseline: errors(actual, pastRate),
    absoluteErrors: actual.map((value, index) => Math.abs(value - predicted[index]!)),
  };
}

/** Fits on what was known before the holdout and evaluates on the holdout. */
export async function holdoutEvaluation(rows: readonly DatasetRow[]): Promise<HoldoutEvaluation> {
  const held = holdoutRows(rows);
  if (held.length === 0)
    throw new Problem('not_enough_data', 'No customer had bought before the holdout began.');
  return evaluateOnHoldout(await fitLifetimeValueModel(atTheCut(rows)), held);
}
