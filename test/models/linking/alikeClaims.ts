import fc from 'fast-check';
import type { IdentityClaims } from '../../../features/identity/claims.ts';

const one = <T>(...items: readonly T[]) => fc.constantFrom(...items);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 2, nil: null });

/** Few values, many of them alike: everything that keys and comparisons tell apart occurs. */
export const alikeClaims: fc.Arbitrary<IdentityClaims> = fc.record({
  givenName: maybe(one('Hans', 'Johannes', 'Hans-Peter', 'Anna', 'Anne', 'Änne', 'A', 'Müller', 'Ибрагим')),
  familyName: maybe(
    one(
      'Müller',
      'Mueller',
      'Muller',
      'Miller',
      'Meier-Müller',
      'Mayr',
      'Maier',
      'Krzywonos',
      '山田',
      'Anna',
    ),
  ),
  phone: maybe(one('0171 1234567', '0171 1234576', '0172 1234567', '030 1234-0', '030 55000', '0171 123456')),
  email: maybe(one('anna.maier@gmx.de', 'anna.maier@web.de', 'anna.meier@gmx.de', 'info@a.de', 'ann@b.de')),
  dateOfBirth: maybe(one('1980-03-04', '1980-04-03', '1980-03-05', '1950-01-01')),
  street: maybe(one('Hauptstr.', 'Haupstraße', 'Bergweg', 'Am Berg')),
  houseNumber: maybe(one('1', '12', '12a')),
  postalCode: maybe(one('68159', '68161', '10115')),
  city: maybe(one('Mannheim', 'Manheim', 'Neustadt an der Weinstraße', 'Neustadt')),
});
