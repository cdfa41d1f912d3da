import { between, pick, pickWeighted } from '../random/distributions.ts';
import type { Uniform } from '../random/stream.ts';

const domains = {
  'gmx.de': 0.22,
  'web.de': 0.22,
  'gmail.com': 0.26,
  't-online.de': 0.13,
  'icloud.com': 0.07,
  'outlook.de': 0.06,
  'freenet.de': 0.04,
};

/** Letters of a mail address: umlauts written out, accents dropped. */
function mailLetters(text: string): string {
  const german: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', ı: 'i', ł: 'l' };
  return text
    .toLowerCase()
    .replace(/[äöüßıł]/g, (letter) => german[letter] ?? letter)
    .normalize('NFD')
    .replace(/[^a-z]/g, '');
}

export function newEmail(random: Uniform, givenName: string, surname: string, birthYear: number): string {
  const [given, family] = [mailLetters(givenName), mailLetters(surname)];
  const user = pick(random, [
    `${given}.${family}`,
    `${given.slice(0, 1)}.${family}`,
    `${given}${String(birthYear).slice(2)}`,
    `${family}${between(random, 1, 99)}`,
    `${given}_${family}`,
    `${family}.${given}`,
  ]);
  return `${user}@${pickWeighted(random, domains)}`;
}
