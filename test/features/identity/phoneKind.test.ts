import { describe, expect, test } from '@jest/globals';
import { identifiersOf } from '../../../features/identity/identifiers.ts';
import { isWithheld, normalizePhone } from '../../../features/identity/phone.ts';
import { phoneKind } from '../../../features/identity/phoneKind.ts';

describe('phoneKind', () => {
  test.each([
    ['+491711234567', '', 'personal'],
    ['+498912345678', '', 'personal'],
    ['+498912340', '089 1234-0', 'switchboard'],
    ['+4989123400', '089 / 1234 – 00', 'switchboard'],
    ['+498912345', '089 1234-5', 'personal'],
    ['+4930123000', '', 'switchboard'],
    ['+491711234000', '', 'personal'],
    ['+498001234567', '', 'service'],
    ['+491805123456', '', 'service'],
    ['+499001234567', '', 'service'],
    ['+4911833', '', 'service'],
    ['+49116117', '', 'emergency'],
    ['+43800123456', '', 'service'],
    ['+41800123456', '', 'service'],
    ['+80012345678', '', 'service'],
  ])('%s (%s) is %s', (number, written, kind) => {
    expect(phoneKind(number, written)).toBe(kind);
  });

  test.each(['110', '112', '116117', '0800 1234567', '0180 5 123456', '0900 1 234567', '118 33'])(
    '%s is no number of a caller',
    (text) => {
      expect(normalizePhone(text, 'DE')).toBeNull();
    },
  );

  test('a main line is filed as one, under the same number', () => {
    expect(identifiersOf({ phone: '089 1234-0' })).toEqual([
      { kind: 'phone', value: '089 1234-0', normalized: '+498912340', parts: { kind: 'switchboard' } },
    ]);
  });
});

describe('isWithheld', () => {
  test.each([
    'anonym',
    'Unterdrückt',
    'Rufnummer unterdrückt',
    'anonymous',
    'PRIVATE NUMBER',
    '+266696687',
    '0000',
  ])('%s', (text) => {
    expect(isWithheld(text)).toBe(true);
  });
  test.each(['', '0171 1234567', 'Müller', '?'])('%j is not', (text) => {
    expect(isWithheld(text)).toBe(false);
  });
});
