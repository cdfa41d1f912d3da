import { between, chance, pick, pickByRank } from '../random/distributions.ts';
import type { Uniform } from '../random/stream.ts';
import { type Branch, streets } from './branches.ts';

export interface Address {
  readonly street: string;
  readonly houseNumber: string;
  readonly postalCode: string;
  readonly city: string;
}

export function newAddress(random: Uniform, branch: Branch): Address {
  const letter = chance(random, 0.12) ? pick(random, ['a', 'b', 'c']) : '';
  return {
    street: pickByRank(random, streets, 10),
    houseNumber: `${between(random, 1, 98)}${letter}`,
    postalCode: pick(random, branch.postalCodes),
    city: branch.city,
  };
}
