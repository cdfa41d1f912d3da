import { seededRandom } from '../../base/random.ts';
import type { PurchaseHistory } from '../../models/lifetime-value/bgNbd.ts';
import { type Law, require } from './law.ts';

/** A purchase model at some parameters. */
export interface PurchaseModel {
  /** Expected purchases within `horizon` after the observation. */
  readonly expected: (history: PurchaseHistory, horizon: number) => number;
  readonly alive: (history: PurchaseHistory) => number;
}

const horizons = [0, 1e-6, 0.5, 3, 10, 52, 156, 1000];

/** Ordinary and extreme customers. */
const histories: readonly PurchaseHistory[] = (() => {
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

export const purchaseModelLaws: readonly Law<PurchaseModel>[] = [
  {
    name: 'nothing is bought within no time',
    check({ expected }) {
      for (const history of histories)
        require(expected(history, 0) === 0, `${JSON.stringify(history)} at horizon 0`);
    },
  },
  {
    name: 'a longer horizon never brings fewer purchases',
    check({ expected }) {
      for (const history of histories) {
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
    check({ alive }) {
      for (const history of histories) {
        const probability = alive(history);
        require(probability >= 0 && probability <= 1, `${JSON.stringify(history)}: ${probability}`);
      }
    },
  },
  {
    name: 'a longer silence never makes a customer more alive',
    check({ alive }) {
      for (const { frequency, recency } of histories.filter((history) => history.frequency > 0)) {
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
