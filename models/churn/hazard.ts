import { parsedDay } from '../../features/contract.ts';
import type { DatasetRow } from '../../features/datasetRow.ts';
import { millisecondsPerDay } from '../../features/history.ts';
import type { Row } from '../table.ts';

/** Days of one period of the hazard. */
const periodDays = 30;
/** What a period adds to the features of a customer. */
export const contractFeatures = [
  { name: 'contract.daysLeft', description: 'Days until their contract ends' },
  { name: 'contract.endsInPeriod', description: 'Their contract ends within these 30 days' },
] as const;

/**
 * One customer in one period of a discrete-time hazard model (Singer & Willett 1993): 1 is the next 30 days, 2 the 30
 * days after that. The end of a contract becomes days left and whether it falls into the period.
 *
 * @param asOf epoch milliseconds; what `row` was computed for
 */
export function personPeriod(row: Row, asOf: number, period: 1 | 2, contractAttribute: string): Row {
  const name = `attribute.${contractAttribute}`;
  const { [name]: end, ...rest } = row;
  const endsAt = typeof end === 'string' ? parsedDay(end) : undefined;
  if (endsAt === undefined) return row;
  const daysLeft = (endsAt - asOf) / millisecondsPerDay;
  return {
    ...rest,
    'contract.daysLeft': daysLeft,
    'contract.endsInPeriod': daysLeft > (period - 1) * periodDays && daysLeft <= period * periodDays ? 1 : 0,
  };
}

export interface PersonPeriods {
  readonly rows: readonly Row[];
  readonly left: readonly number[];
  readonly weights: readonly number[];
  readonly subjects: readonly string[];
}

/** Who has left by the end of the first period, and whether they were gone when it began. */
export function alreadyGone(dataset: readonly DatasetRow[], contractAttribute: string): PersonPeriods {
  const lost = dataset.filter(({ label }) => label === 1);
  const { rows, weights, subjects } = personPeriods(lost, 1, contractAttribute);
  return { rows, left: lost.map(({ context }) => (context?.gone === 1 ? 1 : 0)), weights, subjects };
}

/** The second period: who was there when it began and is known to have left in it or not. The first: everybody. */
export function personPeriods(
  dataset: readonly DatasetRow[],
  period: 1 | 2,
  contractAttribute: string,
): PersonPeriods {
  const present =
    period === 1
      ? dataset
      : dataset.filter(({ label, context }) => label === 0 && typeof context?.label60 === 'number');
  return {
    rows: present.map((row) => personPeriod(row.features, row.asOf.getTime(), period, contractAttribute)),
    left: present.map(({ label, context }) => (period === 1 ? label : Number(context?.label60))),
    weights: present.map(({ weight }) => weight),
    subjects: present.map(({ subjectId }) => subjectId),
  };
}
