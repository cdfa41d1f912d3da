import { describe, expect, test } from '@jest/globals';
import { koelnerPhonetik } from '../../../features/identity/koelnerPhonetik.ts';

describe('koelnerPhonetik', () => {
  test.each([
    ['Müller-Lüdenscheidt', '65752682'],
    ['Wikipedia', '3412'],
    ['Breschnew', '17863'],
    ['Müller', '657'],
    ['schmidt', '862'],
    ['schneider', '8627'],
    ['fischer', '387'],
    ['wagner', '3467'],
    ['hoffmann', '0366'],
    ['Schäfer', '837'],
    ['pharma', '376'],
    ['Mönchengladbach', '664645214'],
    ['deutsch', '28'],
    ['christstollen', '478256'],
    ['Xanthippe', '48621'],
    ['Zacharias', '8478'],
    ['Holzbau', '0581'],
    ['Arbeitsamt', '071862'],
    ['Eberhardt', '01772'],
    ['heithabu', '021'],
    ['Aychlmajr', '04567'],
    ['bergisch-gladbach', '174845214'],
    ['acl', '085'],
    ['cl', '45'],
    ['cx', '48'],
    ['ax', '048'],
    ['aha', '0'],
    ['h', ''],
    ['', ''],
    ['李小龍', ''],
  ])('%s is %s', (word, digits) => {
    expect(koelnerPhonetik(word)).toBe(digits);
  });

  test('spellings of Meier sound alike', () => {
    const digits = ['Meier', 'Maier', 'Mair', 'Meyer', 'Meyr', 'Mejer', 'Mayr', 'MEIER'].map(koelnerPhonetik);
    expect(new Set(digits)).toEqual(new Set(['67']));
  });
});
