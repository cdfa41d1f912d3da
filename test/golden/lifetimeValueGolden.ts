import { seededRandom } from '../../base/random.ts';
import { fitLifetimeValueModel } from '../../models/lifetime-value/fitLifetimeValue.ts';
import {
  type LifetimeValueModelData,
  lifetimeValueModelFromData,
} from '../../models/lifetime-value/lifetimeValueModel.ts';
import type { Row } from '../../models/table.ts';

const asOf = new Date('2026-06-01T00:00:00Z');

/** A model of customers who buy at rates of their own until they stop; members of the club buy more often. */
export async function goldenLifetimeValue(): Promise<LifetimeValueModelData> {
  const random = seededRandom(20241122);
  const rows = Array.from({ length: 300 }, (_, customer) => {
    const age = 100 + random.integer(600);
    const club = random.uniform() < 0.5 ? 'yes' : 'no';
    const life = Math.min(age, -400 * Math.log(1 - random.uniform()));
    const gap = (club === 'yes' ? 20 : 80) * (0.5 + random.uniform());
    const frequency = Math.floor(life / gap);
    return {
      subjectId: `customer-${customer}`,
      asOf,
      label: 0,
      weight: 1,
      features: purchaseRow(frequency, frequency * gap, age, 20 + 60 * random.uniform(), club),
    };
  });
  return (await fitLifetimeValueModel(rows)).data;
}

function purchaseRow(
  frequency: number,
  recency: number,
  age: number,
  spend: number,
  club: string | null,
): Row {
  return {
    'transactions.purchaseDays(amount)': frequency + 1,
    'transactions.spanDays(amount)': recency,
    'transactions.purchaseAge(amount)': age,
    'transactions.repeatMean(amount)': frequency > 0 ? spend : null,
    'attribute.club': club,
  };
}

/** Numbers of the answers about golden rows, read as purchases, span and club, and about somebody who never bought. */
export function lifetimeValuePredictions(data: LifetimeValueModelData, rows: readonly Row[]): number[] {
  const model = lifetimeValueModelFromData(data);
  const features = rows.map(({ calls, premium, region }) =>
    purchaseRow(
      Number(calls ?? 0),
      calls ? Math.min(200, Number(premium ?? 50)) : 0,
      250,
      Math.min(500, Number(premium ?? 40)),
      region === null ? null : region === 'west' ? 'yes' : 'no',
    ),
  );
  return [...features, {}].flatMap((row) => {
    const { revenue, pAlive, expectedTransactions, expectedAmount } = model.predict(row, {
      conversion: 0.3,
    }).result;
    return [revenue, pAlive, expectedTransactions, expectedAmount];
  });
}
