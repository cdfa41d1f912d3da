import { isDeepStrictEqual } from 'node:util';
import { seededRandom } from '../../base/random.ts';
import { decodeArtifact, encodeArtifact } from '../../models/artifact.ts';
import type { PurchaseHistories, PurchaseHistory } from '../../models/lifetime-value/purchaseHistory.ts';
import type { SimulatedCustomer } from '../../models/lifetime-value/transactionFamily.ts';
import {
  type TransactionModel,
  type TransactionModelData,
  transactionModelFromData,
} from '../../models/lifetime-value/transactionModel.ts';
import { type Law, require } from './law.ts';

/** A family in a world of its own: customers drawn from a model whose parameters are the truth. */
export interface TransactionWorld {
  readonly truth: TransactionModel;
  readonly customers: readonly SimulatedCustomer[];
  readonly horizon: number;
  readonly fitted: (histories: PurchaseHistories) => Promise<TransactionModel>;
  /** What a stored model becomes when it is read. */
  readonly load: (data: TransactionModelData) => TransactionModel;
}

export function transactionWorld(
  truth: TransactionModel,
  fitted: TransactionWorld['fitted'],
  { size = 3000, horizon = 30 } = {},
): TransactionWorld {
  const random = seededRandom(29);
  const age = () =>
    truth.data.unit === 'opportunity' ? 10 + random.integer(10) : 20 + 40 * random.uniform();
  const customers = Array.from({ length: size }, () => truth.drawCustomer(random, age(), horizon));
  return { truth, customers, horizon, fitted, load: transactionModelFromData };
}

const columns = (histories: readonly PurchaseHistory[]) => ({
  frequency: histories.map(({ frequency }) => frequency),
  recency: histories.map(({ recency }) => recency),
  age: histories.map(({ age }) => age),
});
const historiesOf = ({ customers }: TransactionWorld) => customers.map(({ history }) => history);

async function refused(run: () => Promise<unknown>, codes: readonly string[], what: string): Promise<void> {
  let code: unknown = 'nothing';
  try {
    await run();
  } catch (error) {
    code = (error as { code?: unknown }).code;
  }
  require(codes.includes(String(code)), `${what} led to ${code}, not to ${codes}`);
}

/** What every fit must do. */
export const transactionModelLaws: readonly Law<TransactionWorld>[] = [
  {
    name: 'the order of the customers changes nothing',
    async check(world) {
      const histories = historiesOf(world).slice(0, 700);
      const shuffled = seededRandom(5).shuffle([...histories]);
      require(isDeepStrictEqual(
        (await world.fitted(columns(histories))).data,
        (await world.fitted(columns(shuffled))).data,
      ), 'shuffled');
    },
  },
  {
    name: 'a count of two is the history twice, and histories are left as they were',
    async check(world) {
      const histories = historiesOf(world).slice(0, 600);
      const counted = { ...columns(histories), count: histories.map((_, row) => (row % 3 === 0 ? 2 : 1)) };
      const before = JSON.stringify(counted);
      const repeated = histories.flatMap((history, row) => (row % 3 === 0 ? [history, history] : [history]));
      require(isDeepStrictEqual(
        (await world.fitted(counted)).data,
        (await world.fitted(columns(repeated))).data,
      ), 'counted');
      require(JSON.stringify(counted) === before, 'the histories were changed');
    },
  },
  {
    name: 'the truth of a simulated population lies within four standard errors and is no likelier than the fit',
    async check({ truth, fitted, customers }) {
      const histories = columns(customers.map(({ history }) => history));
      const { estimates, logLikelihood, parameters } = (await fitted(histories)).data;
      for (const [name, { value, standardError, low, high }] of Object.entries(estimates)) {
        require(low < value &&
          value < high &&
          parameters[name] === value, `${name}: ${low} ${value} ${high}`);
        const errors = Math.abs(Math.log(value / truth.data.parameters[name]!)) / (standardError / value);
        require(errors < 4, `${name}: ${value} is ${errors} standard errors from the truth`);
        // The other way round: an error that holds anything would hold the truth as well.
        require(standardError < 0.5 * value, `${name}: ${value} +- ${standardError}`);
      }
      require(logLikelihood >= truth.data.logLikelihood, `${logLikelihood} < ${truth.data.logLikelihood}`);
    },
  },
  {
    name: 'a simulated population buys and lives as expected, in every band of frequency',
    check({ truth, customers, horizon }) {
      const bands = [(x: number) => x === 0, (x: number) => x > 0 && x < 4, (x: number) => x >= 4];
      for (const band of bands) {
        const members = customers.filter(({ history }) => band(history.frequency));
        const gap = (differences: readonly number[]) => {
          const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
          const square =
            differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / differences.length;
          return Math.abs(mean) / Math.sqrt(square / differences.length);
        };
        const bought = members.map(({ history, later }) => truth.expectedPurchases(history, horizon) - later);
        const lived = members.map(({ history, alive }) => truth.probabilityAlive(history) - (alive ? 1 : 0));
        require(gap(bought) < 4, `purchases are off by ${gap(bought)} standard errors`);
        // Where all are certainly alive there is nothing to be off by.
        require(lived.every((difference) => difference === 0) ||
          gap(lived) < 4, `lives are off by ${gap(lived)}`);
      }
    },
  },
  {
    name: 'draws of the future have the expected mean',
    check({ truth, horizon, customers }) {
      const random = seededRandom(31);
      for (const { history } of customers.slice(0, 6)) {
        const draws = Array.from({ length: 2500 }, () => truth.drawFuture(random, history, horizon));
        const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
        const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length;
        const error = Math.sqrt((variance + 1e-3) / draws.length);
        const expected = truth.expectedPurchases(history, horizon);
        require(Math.abs(mean - expected) <
          4.5 * error, `${JSON.stringify(history)}: ${mean} is not ${expected}`);
      }
    },
  },
  {
    name: 'saved and loaded it says the same',
    check({ truth, load, customers, horizon }) {
      const { payload } = decodeArtifact(encodeArtifact(truth.data.kind, truth.data));
      const again = load(payload as TransactionModelData);
      for (const { history } of customers.slice(0, 20))
        require(again.expectedPurchases(history, horizon) === truth.expectedPurchases(history, horizon) &&
          again.probabilityAlive(history) === truth.probabilityAlive(history) &&
          again.aic === truth.aic, JSON.stringify(history));
    },
  },
  {
    name: 'a degenerate fit is refused by name',
    async check({ fitted }) {
      const alike = (frequency: number, recency: number, age: number) => ({
        frequency: Array(50).fill(frequency),
        recency: Array(50).fill(recency),
        age: Array(50).fill(age),
      });
      await refused(() => fitted(alike(0, 0, 9)), ['not_enough_data'], 'nobody bought twice');
      await refused(() => fitted(alike(3, 9, 10)), ['degenerate_fit'], 'everybody alike');
      await refused(() => fitted(alike(10, 10, 10)), ['degenerate_fit'], 'everybody buys to the end');
      await refused(
        () => fitted({ frequency: [2], recency: [4], age: [6] }),
        ['degenerate_fit'],
        'one customer',
      );
      await refused(
        () => fitted({ frequency: [], recency: [], age: [] }),
        ['not_enough_data'],
        'no customer',
      );
      await refused(
        () => fitted({ frequency: [1, 0], recency: [7, 0], age: [5, 5] }),
        ['invalid_input'],
        'the future',
      );
      await refused(
        () => fitted({ frequency: [1, 0], recency: [2, 1], age: [5, 5] }),
        ['invalid_input'],
        'no repeat',
      );
      await refused(
        () => fitted({ frequency: [1], recency: [1], age: [Number.NaN] }),
        ['invalid_input'],
        'no age',
      );
    },
  },
];
