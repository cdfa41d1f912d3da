import { describe, expect, test } from '@jest/globals';
import {
  commonSoundAlike,
  type ErrorKind,
  misheard,
  misheardOnce,
} from '../../simulator/names/mishearing.ts';
import { surnames } from '../../simulator/names/surnames.ts';
import { stream } from '../../simulator/random/stream.ts';

const hearing = { secondError: 0.25, replacedByCommon: 0.12 };

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, substitution));
    }
    row = next;
  }
  return row.at(-1) as number;
}

const hearings = (word: string, times: number) =>
  Array.from({ length: times }, (_, i) => misheardOnce(stream(1, word, i), word));

describe('mishearing', () => {
  test('changes the word, stays near it and keeps its capital', () => {
    for (const [i, name] of surnames.german.entries()) {
      const heard = misheardOnce(stream(2, i), name).word;
      expect(heard).not.toBe(name);
      expect(distance(heard.toLowerCase(), name.toLowerCase())).toBeLessThanOrEqual(3);
      expect(heard).toMatch(/^\p{Lu}/u);
      expect(misheard(stream(3, i), name, hearing)).not.toBe(name);
    }
  });

  test('Müller mostly loses the umlaut; Meyer becomes another Meyer; Şahin loses the cedilla', () => {
    const kinds = (word: string) => {
      const counts = new Map<ErrorKind | null, number>();
      for (const { kind } of hearings(word, 1000)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
      return counts;
    };
    expect(kinds('Müller').get('umlaut')).toBeGreaterThan(200);
    expect(kinds('Şahin').get('diacritic')).toBeGreaterThan(250);
    const meyers = new Set(hearings('Meyer', 300).map(({ word }) => word));
    for (const variant of ['Meier', 'Maier', 'Mayer']) expect(meyers).toContain(variant);
  });

  test('confuses hard and soft consonants both ways', () => {
    const heard = (word: string) => new Set(hearings(word, 500).map((one) => one.word));
    expect(heard('Becker')).toContain('Pecker');
    expect(heard('Peters')).toContain('Beters');
    expect(heard('Dietrich')).toContain('Tietrich');
    expect(heard('Krause')).toContain('Grause');
  });

  test('replaces by a common name only if it sounds alike', () => {
    expect(['Schmidt', 'Schmitt', 'Schmid']).toContain(commonSoundAlike(stream(4), 'Schmied'));
    expect(commonSoundAlike(stream(4), 'Wiśniewski')).toBeNull();
  });
});
