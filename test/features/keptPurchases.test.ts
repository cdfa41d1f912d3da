import { describe, expect, test } from '@jest/globals';
import { keptPurchases } from '../../features/keptPurchases.ts';

describe('a refund', () => {
  test.each([
    ['is taken off the purchase before it', [10, 20, 0], [0, 0, 5], [10, 15, 0]],
    ['goes on to the one before that', [10, 20, 0], [0, 0, 25], [5, 0, 0]],
    ['is not taken off what was bought later', [10, 0, 20], [0, 5, 0], [5, 0, 20]],
    ['lowers its own day first', [10, 20], [0, 4], [10, 16]],
    ['beyond everything bought is dropped', [0, 10, 0, 7], [9, 0, 99, 0], [0, 0, 0, 7]],
    ['in full leaves nothing, however cents are rounded', [0.1, 0.2, 0], [0, 0, 0.3], [0, 0, 0]],
    ['is not taken off an unknown amount', [10, Number.NaN, 0], [0, 0, 4], [6, Number.NaN, 0]],
  ])('%s', (_, bought, refunded, left) => {
    expect([...keptPurchases(bought, refunded)]).toEqual(left);
  });
});
