import { seededRandom } from '../../base/random.ts';
import type { PurchaseHistory } from '../../models/lifetime-value/purchaseHistory.ts';
import { type Law, require } from './law.ts';

/** A purchase model at some parameters. */
export interface PurchaseModel {
  /** Expected purchases within `horizon` after the observation. */
  readonly expected: (history: PurchaseHistory, horizon: number) => number;
  readonly alive: (history: PurchaseHistory) => number;
  /** Time passes in whole opportunities, with at most one purchase in each. */
  readonly opportunities: boolean;
}

const horizons = [0, 1e-6, 0.5, 3, 10, 52, 156, 1000];

/** Ordinary and extreme customers. */
const anyTime: readonly PurchaseHistory[] = (() => {
  const random = seededRandom(13);
  const ordinary = Array.from({ length: 60 }, () => {
    const age = 1 + 150 * random.uniform();
    const frequency = random.integer(12);
    return { frequency, recency: frequency === 0 ? 0 : age * random.uniform(), age };
  });
  return [
    ...ordinary,
    { frequency: 0, recency: 0, age: 0 },
    { frequency: 0, recency: 0, age: 500 },
    { frequency: 1, recency: 0, age: 0 },
    { frequency: 400, recency: 104, age: 104 },
    { frequency: 400, recency: 1, age: 104 },
  ];
})();

const wholeTime: readonly PurchaseHistory[] = (() => {
  const random = seededRandom(17);
  return Array.from({ length: 60 }, (_, index) => {
    const age = index < 50 ? random.integer(20) : random.integer(400);
    const recency = random.integer(age + 1);
    const frequency = recency === 0 ? 0 : 1 + random.integer(recency);
    return { frequency, recency, age };
  });
})();

const historiesFor = ({ opportunities }: PurchaseModel) => (opportunities ? wholeTime : anyTime);

export const purchaseModelLaws: readonly Law<PurchaseModel>[] = [
  {
    name: 'nothing is bought within no time',
    check(model) {
      const { expected } = model;
      for (const history of historiesFor(model))
        require(expected(history, 0) === 0, `${JSON.stringify(history)} at horizon 0`);
    },
  },
  {
    name: 'a longer horizon never brings fewer purchases',
    check(model) {
      const { expected } = model;
      for (const history of historiesFor(model)) {
        const values = horizons.map((horizon) => expected(history, horizon));
        values.forEach((value, index) => {
          require(Number.isFinite(value) &&
            value >= (values[index - 1] ?? 0), `${JSON.stringify(history)}: ${values}`);
        });
      }
    },
  },
  {
    name: 'P(alive) is in [0, 1]',
    check(model) {
      const { alive } = model;
      for (const history of historiesFor(model)) {
        const probability = alive(history);
        require(probability >= 0 && probability <= 1, `${JSON.stringify(history)}: ${probability}`);
      }
    },
  },
  {
    name: 'a longer silence never makes a customer more alive',
    check(model) {
      const { alive } = model;
      for (const { frequency, recency } of historiesFor(model).filter(({ frequency }) => frequency > 0)) {
        const values = [0, 1, 10, 100, 1000].map((silence) =>
          alive({ frequency, recency, age: recency + silence }),
        );
        values.forEach((value, index) => {
          require(value <= (values[index - 1] ?? 1), `${frequency} purchases until ${recency}: ${values}`);
        });
      }
    },
  },
];
