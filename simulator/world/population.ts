import { WEEK } from '../calendar.ts';
import type { Parameters } from '../parameters.ts';
import { chance, exponential, pickIndex } from '../random/distributions.ts';
import { stream } from '../random/stream.ts';
import { makePerson, newHome } from './makePerson.ts';
import type { Person } from './person.ts';

/** Everybody who ever becomes a customer between the company's opening and `until`. */
export function population(seed: number, opensAt: number, until: number, parameters: Parameters): Person[] {
  const random = stream(seed, 'population');
  const { joinsPerWeek, householdShare, furtherMembers } = parameters.population;
  const meanSize = 1 + householdShare * furtherMembers.reduce((sum, share, i) => sum + share * (i + 1), 0);
  const people: Person[] = [];
  let at = opensAt;
  for (let homeNumber = 1; ; homeNumber++) {
    at += exponential(random, (WEEK * meanSize) / joinsPerWeek);
    if (at >= until) return people;
    const home = newHome(seed, `H${homeNumber}`, at, until, parameters);
    const further = chance(random, householdShare) ? 1 + pickIndex(random, furtherMembers) : 0;
    for (let member = 0; member <= further; member++) {
      // The family follows within months, once the first one is content.
      const joinsAt = at + (member === 0 ? 0 : exponential(random, 12 * WEEK));
      if (joinsAt >= until) continue;
      const role = member === 0 ? 'head' : 'member';
      people.push(makePerson(seed, `P${homeNumber}.${member}`, home, role, joinsAt, at, until, parameters));
    }
  }
}
