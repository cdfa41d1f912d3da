import { WEEK } from '../calendar.ts';
import type { Parameters } from '../parameters.ts';
import { exponential } from '../random/distributions.ts';
import { stream } from '../random/stream.ts';
import { callAround, type UnnumberedCall } from './calls.ts';
import { makePerson, newHome } from './makePerson.ts';
import type { Person } from './person.ts';

/** People who call without ever being in the customer base: prospects who go elsewhere, suppliers, wrong numbers. */
export function strangers(
  seed: number,
  from: number,
  until: number,
  callsPerWeek: number,
  parameters: Parameters,
): { people: Person[]; calls: UnnumberedCall[] } {
  const random = stream(seed, 'strangers');
  const repeats = parameters.calls.strangerRepeats;
  const people: Person[] = [];
  const calls: UnnumberedCall[] = [];
  let at = from;
  for (let number = 1; ; number++) {
    at += exponential(random, ((1 + repeats) * WEEK) / callsPerWeek);
    if (at >= until) return { people, calls };
    const home = newHome(seed, `S${number}`, at, until, parameters);
    const never = Number.POSITIVE_INFINITY;
    const person = makePerson(seed, `S${number}`, home, 'head', never, at, until, parameters);
    people.push(person);
    const own = stream(seed, 'strangerCalls', person.id);
    let callAt = at;
    do {
      const call = callAround(own, person, callAt, 'other', parameters);
      if (call.at >= from && call.at < until) calls.push(call);
      callAt += exponential(own, 2 * WEEK);
      // Geometric number of further calls with the stated mean.
    } while (callAt < until && own() < repeats / (1 + repeats));
  }
}
