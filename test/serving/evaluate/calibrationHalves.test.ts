import { describe, expect, test } from '@jest/globals';
import { calibrationHalves } from '../../../serving/evaluate/calibrationHalves.ts';

const rows = Int32Array.from({ length: 40 }, (_, place) => 100 - place);
const none = { groups: undefined, times: undefined };

describe('halves of a tested part', () => {
  test('each half calibrates for the other: every row is tested once, by rows other than itself', () => {
    const halves = calibrationHalves({ ...none, rows, seed: 1 });
    expect(halves.flatMap(({ tested }) => [...tested]).sort((a, b) => a - b)).toEqual([...rows.keys()]);
    for (const { calibrating, tested } of halves) {
      expect(calibrating).toHaveLength(20);
      expect([...calibrating].filter((place) => tested.includes(place))).toEqual([]);
    }
  });

  test('a group is never in both', () => {
    const groups = Int32Array.from({ length: 101 }, (_, row) => row % 7);
    for (const { calibrating, tested } of calibrationHalves({ ...none, rows, seed: 1, groups })) {
      const groupsOf = (places: Int32Array) => new Set(Array.from(places, (place) => groups[rows[place]!]!));
      expect([...groupsOf(calibrating)].filter((group) => groupsOf(tested).has(group))).toEqual([]);
    }
  });

  test('in time only the newer half is tested', () => {
    const times = Float64Array.from({ length: 101 }, (_, row) => row);
    const [half, ...others] = calibrationHalves({ ...none, rows, seed: 1, times });
    expect(others).toEqual([]);
    const newest = (places: Int32Array) => Math.max(...Array.from(places, (place) => times[rows[place]!]!));
    expect(newest(half!.calibrating)).toBe(80);
    expect(newest(half!.tested)).toBe(100);
    expect(half!.tested).toHaveLength(20);
  });
});
