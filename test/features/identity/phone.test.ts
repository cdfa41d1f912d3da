import { describe, expect, test } from '@jest/globals';
import { normalizePhone } from '../../../features/identity/phone.ts';

describe('normalizePhone', () => {
  test.each([
    ['+49 (0)89 123456', '+4989123456'],
    ['089/123456', '+4989123456'],
    ['0049 89 123456', '+4989123456'],
    ['(089) 12 34-56', '+4989123456'],
    ['0171 1234567', '+491711234567'],
    ['49 171 1234567', '+491711234567'],
    ['+491711234567', '+491711234567'],
    ['+43 1 58800', '+43158800'],
    ['tel: 0171-1234567', '+491711234567'],
  ])('%s is %s', (text, number) => {
    expect(normalizePhone(text, 'DE')).toBe(number);
  });

  test('a number without country code belongs to the region', () => {
    expect(normalizePhone('044 668 18 00', 'CH')).toBe('+41446681800');
    expect(normalizePhone('044 668 18 00', 'nowhere')).toBe(normalizePhone('044 668 18 00', 'DE'));
  });

  test.each([
    'anonymous',
    'Anonym',
    'unterdrückt',
    'withheld',
    '',
    '0000000',
    '+266696687',
    '12',
    'abc',
    '9'.repeat(40),
  ])('%j is withheld or no number', (text) => {
    expect(normalizePhone(text, 'DE')).toBeNull();
  });
});
