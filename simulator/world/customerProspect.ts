import { WEEK } from '../calendar.ts';
import type { Parameters } from '../parameters.ts';
import type { Person } from './person.ts';
import { leavingFrom } from './visits.ts';

/**
 * True expected euro a customer will bring in the `weeks` after `at`, by the hidden rates: 0 once gone, what is
 * left of the leaving phase in that phase, else the rate until an exponential departure.
 */
export function expectedSpend(person: Person, at: number, weeks: number, parameters: Parameters): number {
  if (at >= person.leavesAt) return 0;
  const { visits, leaving } = parameters;
  const perVisit = person.meanSpend * person.weeklyRate;
  if (at >= leavingFrom(person, parameters)) {
    const left = Math.min(weeks, (person.leavesAt - at) / WEEK);
    return perVisit * left * leaving.visitsKept * (1 - leaving.noShow - leaving.cancelled);
  }
  const expectedWeeks = (1 - Math.exp(-person.weeklyHazard * weeks)) / person.weeklyHazard;
  return perVisit * expectedWeeks * (1 - visits.noShow - visits.cancelled);
}
