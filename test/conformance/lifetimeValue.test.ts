import { describe, expect, test } from '@jest/globals';
import {
  type BgNbdParameters,
  expectedPurchases,
  probabilityAlive,
} from '../../models/lifetime-value/bgNbd.ts';
import { LawBroken } from './law.ts';
import { type PurchaseModel, purchaseModelLaws } from './lifetimeValueLaws.ts';

const bgNbd = (parameters: BgNbdParameters): PurchaseModel => ({
  expected: (history, horizon) => expectedPurchases(parameters, history, horizon),
  alive: (history) => probabilityAlive(parameters, history),
});

const members: readonly (readonly [string, PurchaseModel])[] = [
  ['BG/NBD of CDNOW', bgNbd({ r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 })],
  ['BG/NBD with a = 1', bgNbd({ r: 1, alpha: 10, a: 1, b: 1 })],
  ['BG/NBD with a + b < 1', bgNbd({ r: 0.5, alpha: 3, a: 0.3, b: 0.4 })],
  ['BG/NBD with a + b = 1', bgNbd({ r: 0.5, alpha: 3, a: 0.5, b: 0.5 })],
  ['BG/NBD with hardly any leaving', bgNbd({ r: 5, alpha: 20, a: 0.01, b: 30 })],
  ['BG/NBD with quick leaving', bgNbd({ r: 12, alpha: 0.5, a: 8, b: 1.5 })],
];

describe.each(members)('%s', (_, model) => {
  test.each(purchaseModelLaws.map((law) => [law.name, law] as const))('%s', (_name, law) => {
    expect(() => law.check(model)).not.toThrow();
  });
});

describe('every law is broken by a mutant', () => {
  const sound = members[0]![1];
  const mutants: Readonly<Record<string, PurchaseModel>> = {
    'nothing is bought within no time': {
      ...sound,
      expected: (history, horizon) => sound.expected(history, horizon) + 1e-9,
    },
    'a longer horizon never brings fewer purchases': {
      ...sound,
      expected: (history, horizon) => sound.expected(history, horizon) * 0.999 ** horizon,
    },
    'P(alive) is in [0, 1]': { ...sound, alive: (history) => 1.5 * sound.alive(history) },
    'a longer silence never makes a customer more alive': {
      ...sound,
      alive: (history) => 1 - sound.alive(history),
    },
  };

  test.each(purchaseModelLaws.map((law) => [law.name, law] as const))('%s', (name, law) => {
    expect(() => law.check(mutants[name]!)).toThrow(LawBroken);
  });
});
