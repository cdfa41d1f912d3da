import type { Parameters } from '../parameters.ts';
import { chance, pick, pickByRank, pickWeighted } from '../random/distributions.ts';
import type { Uniform } from '../random/stream.ts';
import { givenNames, type Origin, type Sex } from './givenNames.ts';
import { nobleEstates, surnames } from './surnames.ts';

/** Slavic surnames in -ski and the like take a feminine ending, when the family keeps the custom. */
function forSex(surname: string, sex: Sex): string {
  if (sex === 'male') return surname;
  if (/ski$/.test(surname)) return surname.replace(/i$/, 'a');
  if (/(ov|ow|ew|in)$/.test(surname)) return `${surname}a`;
  return surname;
}

export function newOrigin(random: Uniform, parameters: Parameters): Origin {
  return pickWeighted(random, parameters.population.origins);
}

export function newSurname(random: Uniform, origin: Origin, sex: Sex, parameters: Parameters): string {
  const names = surnames[origin];
  // German surnames are long-tailed; the other lists are short and flatter.
  const plain = () => forSex(pickByRank(random, names, origin === 'german' ? 14 : 12), sex);
  if (origin !== 'german') return plain();
  if (chance(random, parameters.population.nobleParticle)) {
    return `${pick(random, ['von', 'von', 'von der', 'zu'])} ${pick(random, nobleEstates)}`;
  }
  if (chance(random, parameters.population.doubleSurname)) return `${plain()}-${plain()}`;
  return plain();
}

export function newGivenName(
  random: Uniform,
  origin: Origin,
  sex: Sex,
  birthYear: number,
  parameters: Parameters,
): string {
  const names = givenNames(origin, sex, birthYear);
  const first = pickByRank(random, names, 8);
  if (origin !== 'german' || first.includes('-') || !chance(random, parameters.population.doubleGivenName))
    return first;
  const second = pickByRank(random, names, 8);
  if (second === first || second.includes('-')) return first;
  return `${first}${pick(random, ['-', ' '])}${second}`;
}
