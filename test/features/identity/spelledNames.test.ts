import { describe, expect, test } from '@jest/globals';
import { normalizeFullName, normalizeName } from '../../../features/identity/name.ts';

const full = (text: string) => {
  const name = normalizeFullName(text);
  return name === null ? null : [name.given, name.family];
};

describe('names spelled out on the telephone', () => {
  test.each([
    ['Müller, M-U-E-L-L-E-R', [null, 'mueller']],
    ['M-Ü-L-L-E-R', [null, 'mueller']],
    ['M.A.Y.R.', [null, 'mayr']],
    ['M, U, Doppel-L, E, R', [null, 'muller']],
    ['m ü zweimal l e r', [null, 'mueller']],
    ['em u e el el e er', [null, 'mueller']],
    ['Groß, G R O ß', [null, 'gross']],
    ['Groß mit scharfem S', [null, 'gross']],
    ['G wie Gustav, R wie Richard, O wie Otto, Eszett', [null, 'gross']],
    ['Anna M A Y E R', ['anna', 'mayer']],
    ['Meier geschrieben M A Y R', [null, 'mayr']],
    ['Ich heiße Krzysztof, ich buchstabiere K R Z Y S Z T O F', [null, 'krzysztof']],
    ['Müller Bindestrich Lüdenscheidt', [null, 'mueller-luedenscheidt']],
    // Words of a telephone alphabet: DIN 5009 old and new, NATO.
    ['Meier, M wie Martha, A wie Anton, Y wie Ypsilon, E wie Emil, R wie Richard', [null, 'mayer']],
    [
      'Ich buchstabiere: S wie Siegfried, C wie Cäsar, H wie Heinrich, U wie Ulrich, L wie Ludwig, Z wie Zacharias',
      [null, 'schulz'],
    ],
    ['Martha Übermut Ludwig Ludwig Emil Richard', [null, 'mueller']],
    ['München Umlaut Unna Leipzig Leipzig Essen Rostock', [null, 'mueller']],
    ['Mike Alpha Yankee Echo Romeo', [null, 'mayer']],
    // Only the beginning; and the example counts where the letter was misheard.
    ['Neumann, M wie Nordpol, E wie Emil, U wie Ulrich', [null, 'neumann']],
  ])('%s', (text, parts) => {
    expect(full(text)).toEqual(parts);
  });

  test.each([
    ['Meier mit A Y', 'mayer'],
    ['Meier mit ai', 'maier'],
    ['Meier mit Ypsilon', 'meyer'],
    ['Schmitt mit dt', 'schmidt'],
    ['Schmidt mit dt', 'schmidt'],
    ['Schmid mit dt am Ende', 'schmidt'],
    ['Hofmann mit Doppel-F', 'hoffmann'],
    ['Hofmann mit zwei f', 'hoffmann'],
    ['Thomas ohne h', 'tomas'],
    ['Kristian mit Ch', 'christian'],
    ['Müller ohne e', 'mueller'],
    ['Müller, M wie Martha', 'mueller'],
  ])('%s is a hint', (text, family) => {
    expect(full(text)).toEqual([null, family]);
  });

  test.each([
    ['J. R. R. Tolkien', ['j r r', 'tolkien']],
    ['Anna M. Meier', ['anna m', 'meier']],
    ['Otto Ludwig', ['otto', 'ludwig']],
    ['Karl Friedrich Wilhelm', ['karl friedrich', 'wilhelm']],
    ['Charlie Brown', ['charlie', 'brown']],
    ['Anna Essen', ['anna', 'essen']],
    ['Mike Golf', ['mike', 'golf']],
    ['Ann Lee-Smith', ['ann', 'lee-smith']],
    ['Xi Li', ['xi', 'li']],
  ])('%s is spelled by nobody', (text, parts) => {
    expect(full(text)).toEqual(parts);
  });

  test('a field of its own may be spelled, too', () => {
    expect(normalizeName({ givenName: 'Stefan mit ph', familyName: 'M-A-Y-R' })).toMatchObject({
      given: 'stephan',
      family: 'mayr',
    });
  });
});

describe('particles, ranks, titles and generations', () => {
  test.each([
    ['Otto Graf von Bismarck', ['otto', 'bismarck']],
    ['Steffi Graf', ['steffi', 'graf']],
    ['Freiherr vom Stein', [null, 'stein']],
    ['Ferdinand v. d. Heide', ['ferdinand', 'heide']],
    ['Karl von und zu Liechtenstein', ['karl', 'liechtenstein']],
    ['Anna in der Au', ['anna', 'au']],
    ['Hans Müller jun.', ['hans', 'mueller']],
    ['Müller sen., Hans', ['hans', 'mueller']],
    ['Hans Müller Junior', ['hans', 'mueller']],
    ['Ayşe Şen', ['ayse', 'sen']],
    ['Li Jun', ['li', 'jun']],
    ['Prof. Dr. Dr. h.c. Anna Klein', ['anna', 'klein']],
    ['Herr Dr.-Ing. Max Mayr', ['max', 'mayr']],
    ['Müller GmbH', [null, 'mueller']],
    ['my name is John Smith', ['john', 'smith']],
  ])('%s', (text, parts) => {
    expect(full(text)).toEqual(parts);
  });
});
