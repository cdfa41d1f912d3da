import { between, pick } from '../random/distributions.ts';
import type { Uniform } from '../random/stream.ts';

function digits(random: Uniform, count: number): string {
  return Array.from({ length: count }, (_, i) => between(random, i === 0 ? 1 : 0, 9)).join('');
}

/** E.164; eleven-digit prefixes of the three networks. */
export function newMobile(random: Uniform): string {
  const prefix = pick(random, [
    '151',
    '152',
    '157',
    '170',
    '171',
    '172',
    '173',
    '175',
    '176',
    '177',
    '178',
    '179',
  ]);
  return `+49${prefix}${digits(random, ['151', '152', '157', '176'].includes(prefix) ? 8 : 7)}`;
}

/** E.164 of a landline with the area code. */
export function newLandline(random: Uniform, areaCode: string): string {
  return `+49${areaCode}${digits(random, between(random, 5, 6))}`;
}

/** As a receptionist types it: several notations of the same number. */
export function typedPhone(random: Uniform, e164: string): string {
  const national = e164.slice(3);
  const cut = national.startsWith('1') ? 3 : national.startsWith('621') ? 3 : 4;
  const [area, local] = [national.slice(0, cut), national.slice(cut)];
  return pick(random, [
    e164,
    `0${area}${local}`,
    `0${area} ${local}`,
    `0${area}/${local}`,
    `+49 ${area} ${local}`,
    `0049${area}${local}`,
  ]);
}

/** Digits after the country code, whatever the notation: how the old rule compares numbers. */
export function nationalDigits(phone: string): string {
  return phone.replace(/\D/g, '').replace(/^(0049|49|0)/, '');
}
