import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rollbackTarget } from '../../training/aliases.ts';

type Row = { action: 'promote' | 'rollback'; modelVersionId: string | null };

describe('rollbackTarget', () => {
  test('goes one champion back, further each time, down to the fallback', () => {
    const history: Row[] = ['a', 'b', 'c'].map((modelVersionId) => ({ action: 'promote', modelVersionId }));
    const seen: (string | null)[] = [];
    for (;;) {
      const target = rollbackTarget(history);
      if (target === undefined) break;
      seen.push(target);
      history.push({ action: 'rollback', modelVersionId: target });
    }
    expect(seen).toEqual(['b', 'a', null]);
  });

  test('after any promotion, a rollback restores exactly what stood before it', () => {
    const step = fc.oneof(fc.constantFrom('v1', 'v2', 'v3', 'v4'), fc.constant('rollback' as const));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.constantFrom('v5', 'v6'), (steps, next) => {
        const history: Row[] = [];
        const now = () => history.at(-1)?.modelVersionId ?? null;
        for (const each of steps) {
          if (each !== 'rollback') history.push({ action: 'promote', modelVersionId: each });
          else {
            const target = rollbackTarget(history);
            if (target !== undefined) history.push({ action: 'rollback', modelVersionId: target });
          }
        }
        const before = now();
        history.push({ action: 'promote', modelVersionId: next });
        expect(rollbackTarget(history)).toBe(before);
      }),
    );
  });
});
