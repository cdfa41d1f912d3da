import type { Origin, Sex } from '../names/givenNames.ts';
import type { Address } from './address.ts';
import type { Branch } from './branches.ts';
import type { Timeline } from './timeline.ts';

/** When somebody tends to call. */
export interface Habit {
  /** Local hour around which their calls lie. */
  readonly hour: number;
  /** Weights of Monday to Sunday, the company's profile included. */
  readonly weekdays: readonly number[];
  /** Share of their calls with the number withheld. */
  readonly withheld: number;
  /** Calls from the household's landline (if there is one) rather than the mobile. */
  readonly fromLandline: boolean;
}

/** Somebody in the simulated world, with everything the service must not be told. Times are epoch ms. */
export interface Person {
  readonly id: string;
  readonly sex: Sex;
  readonly origin: Origin;
  /** UTC midnight. */
  readonly born: number;
  readonly givenName: string;
  readonly surname: Timeline<string>;
  readonly address: Timeline<Address>;
  readonly mobile: Timeline<string> | null;
  readonly landline: string | null;
  readonly email: string;
  readonly branch: Branch;
  readonly habit: Habit;
  /** Name of the main service. */
  readonly service: string;
  /** First visit; Infinity: never becomes a customer. */
  readonly joinsAt: number;
  /** From then on they do not come back. */
  readonly leavesAt: number;
  /** Visits per week while they are a customer. */
  readonly weeklyRate: number;
  /** Hazard of leaving per week. */
  readonly weeklyHazard: number;
  /** Mean euro per attended visit. */
  readonly meanSpend: number;
}
