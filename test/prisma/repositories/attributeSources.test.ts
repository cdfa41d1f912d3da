import { describe, expect, test } from '@jest/globals';
import { newestKnown } from '../../../features/asOf.ts';
import { mergedAttributes, type SourcedAttributes } from '../../../prisma/repositories/attributeSources.ts';

const said = (
  id: string,
  source: string | null,
  attributes: SourcedAttributes['attributes'],
  more: Partial<SourcedAttributes> = {},
): SourcedAttributes => {
  const at = more.recordedAt ?? 10;
  return {
    ...{ id, source, attributes, person: 'anna', occurredAt: at, recordedAt: at, toldAt: at },
    ...{ retractedAt: null, ...more },
  };
};
const at = (time: number, ...snapshots: SourcedAttributes[]) =>
  newestKnown(mergedAttributes('anna', snapshots), time)?.attributes;

describe('what several sources say', () => {
  const both = { 's1.a': 1, 's2.b': 2 };

  test.each([
    ['in one order', 'x', 'y'],
    ['in the other', 'y', 'x'],
  ])('of one moment stands together, whichever was written first: %s', (_, one, other) => {
    const first = said(one, 's1', { a: 1 });
    const second = said(other, 's2', { b: 2 }, { occurredAt: 3 });
    expect(mergedAttributes('anna', [first, second])).toHaveLength(1);
    expect(at(10, first, second)).toEqual(both);
    expect(at(10, second, first)).toEqual(both);
  });

  test('stands from when it was said, beside the record', () => {
    const record = said('r', null, { a: 0 });
    const later = said('s', 's1', { a: 1 }, { recordedAt: 20, toldAt: 20 });
    expect([5, 10, 19, 20].map((time) => at(time, record, later))).toEqual([
      undefined,
      { a: 0 },
      { a: 0 },
      { a: 0, 's1.a': 1 },
    ]);
  });
});

describe('what is known of somebody who was merged into the owner', () => {
  const own = said('o', null, { plan: 'x', size: null });
  const theirs = (id: string, toldAt: number, attributes: SourcedAttributes['attributes']) =>
    said(id, null, attributes, {
      person: 'again',
      occurredAt: toldAt,
      toldAt,
      recordedAt: Math.max(20, toldAt),
      retractedAt: 30,
    });
  const first = theirs('b', 1, { plan: 'y', size: 1, end: '2025-01-01' });
  const second = theirs('a', 2, { plan: 'y', size: 2, end: '2026-01-01' });

  test('fills what the owner lacks, as it stood last, while they are merged', () => {
    const without = { plan: 'x', size: null };
    const united = { plan: 'x', size: 2, end: '2026-01-01' };
    expect([19, 20, 29, 30].map((time) => at(time, own, first, second))).toEqual([
      without,
      united,
      united,
      without,
    ]);
  });

  test('is all that is known where the owner has nothing, and nothing once they are apart', () => {
    expect([19, 20, 30].map((time) => at(time, first))).toEqual([undefined, first.attributes, {}]);
  });
});
