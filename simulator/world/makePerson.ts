import { DAY, WEEK } from '../calendar.ts';
import type { Sex } from '../names/givenNames.ts';
import { newGivenName, newOrigin, newSurname } from '../names/personName.ts';
import type { Parameters } from '../parameters.ts';
import { beta, between, chance, exponential, gamma, normal, pickIndex } from '../random/distributions.ts';
import { stream, type Uniform } from '../random/stream.ts';
import { type Address, newAddress } from './address.ts';
import { type Branch, branches } from './branches.ts';
import { newEmail } from './email.ts';
import type { Habit, Person } from './person.ts';
import { newLandline, newMobile } from './phone.ts';
import { type Service, services } from './services.ts';
import type { Timeline } from './timeline.ts';

const YEAR_WEEKS = 52.18;

/** A change of something at an exponential rate per year within (from, until): the new values with their times. */
function changes<T>(
  random: Uniform,
  perYear: number,
  from: number,
  until: number,
  next: () => T,
): { from: number; value: T }[] {
  const entries: { from: number; value: T }[] = [];
  if (perYear <= 0) return entries;
  for (let at = from; ; ) {
    at += exponential(random, YEAR_WEEKS / perYear) * WEEK;
    if (at >= until) return entries;
    entries.push({ from: at, value: next() });
  }
}

function newHabit(random: Uniform, born: number, now: number, parameters: Parameters): Habit {
  const calls = parameters.calls;
  const old = (now - born) / (YEAR_WEEKS * WEEK) > 62;
  // Retired people call in the morning; the others in breaks and after work.
  const hour = chance(random, old ? 0.75 : 0.4) ? normal(random, 9.6, 1) : normal(random, 14.8, 1.8);
  const favourites = [between(random, 0, 4), ...(chance(random, 0.5) ? [between(random, 0, 4)] : [])];
  return {
    hour,
    weekdays: calls.weekdays.map(
      (weight, day) => weight * (favourites.includes(day) ? calls.weekdayFavour : 1),
    ),
    withheld: beta(random, calls.withheld, calls.withheldSpread),
    fromLandline: chance(random, parameters.population.landlineCalls),
  };
}

/** What members of a household have in common. */
export interface Home {
  readonly branch: Branch;
  readonly address: Timeline<Address>;
  readonly landline: string | null;
  readonly surname: string;
  readonly origin: Person['origin'];
  /** Year of birth around which the founding generation lies. */
  readonly birthYear: number;
}

function birthYearOf(random: Uniform, now: number): number {
  const age = chance(random, 0.3) ? normal(random, 70, 8) : normal(random, 42, 14);
  return new Date(now).getUTCFullYear() - Math.round(Math.min(92, Math.max(15, age)));
}

/** A home as of a moment, with the moves that will happen until `until`. */
export function newHome(seed: number, id: string, at: number, until: number, parameters: Parameters): Home {
  const random = stream(seed, 'home', id);
  const branch = branches[
    pickIndex(
      random,
      branches.map((one) => one.share),
    )
  ] as Branch;
  const origin = newOrigin(random, parameters);
  const birthYear = birthYearOf(random, at);
  const age = new Date(at).getUTCFullYear() - birthYear;
  const landlineShare = parameters.population.landlineByAge;
  const hasLandline = chance(
    random,
    age > 60 ? landlineShare.old : age > 38 ? landlineShare.middle : landlineShare.young,
  );
  const move = () => newAddress(random, branch);
  return {
    branch,
    origin,
    birthYear,
    surname: newSurname(random, origin, 'male', parameters),
    landline: hasLandline ? newLandline(random, branch.areaCode) : null,
    address: [
      { from: Number.NEGATIVE_INFINITY, value: move() },
      ...changes(random, parameters.population.movePerYear, at, until, move),
    ],
  };
}

/** One person of a home. Every draw comes from the person's own stream, so people do not move each other. */
export function makePerson(
  seed: number,
  id: string,
  home: Home,
  role: 'head' | 'member',
  joinsAt: number,
  lifeFrom: number,
  until: number,
  parameters: Parameters,
): Person {
  const random = stream(seed, 'person', id);
  const { population, visits, leaving } = parameters;
  const sex: Sex = chance(random, 0.54) ? 'female' : 'male';
  const generationGap =
    role === 'member' && chance(random, 0.4) ? between(random, 24, 32) : between(random, -4, 4);
  const latest = new Date(lifeFrom).getUTCFullYear() - 14;
  const birthYear = Math.min(latest, role === 'head' ? home.birthYear : home.birthYear + generationGap);
  const born = Date.UTC(birthYear, 0, 1) + between(random, 0, 364) * DAY;
  const ownSurname = (from: Uniform) => newSurname(from, home.origin, sex, parameters);
  const shares = role === 'head' || chance(random, population.sharedSurname);
  const surname = shares ? home.surname : ownSurname(random);
  const givenName = newGivenName(random, home.origin, sex, birthYear, parameters);
  const service = services[
    pickIndex(
      random,
      services.map((one) => one.share),
    )
  ] as Service;
  const weeklyHazard = gamma(random, leaving.hazardShape, leaving.weeklyHazard);
  const mobile = chance(random, population.mobileShare) || home.landline === null;
  // What changes later is drawn from streams of its own: a longer simulation leaves the past as it is.
  const [marriages, numbers] = [stream(seed, 'marriage', id), stream(seed, 'numbers', id)];
  return {
    id,
    sex,
    origin: home.origin,
    born,
    givenName,
    surname: [
      { from: Number.NEGATIVE_INFINITY, value: surname },
      // Nobody marries twice within the few simulated years.
      ...changes(marriages, population.nameChangePerYear[sex], lifeFrom, until, () =>
        ownSurname(marriages),
      ).slice(0, 1),
    ],
    address: home.address,
    mobile: mobile
      ? [
          { from: Number.NEGATIVE_INFINITY, value: newMobile(random) },
          ...changes(numbers, population.newNumberPerYear, lifeFrom, until, () => newMobile(numbers)),
        ]
      : null,
    landline: home.landline,
    email: newEmail(random, givenName, surname, birthYear),
    branch: home.branch,
    habit: newHabit(random, born, lifeFrom, parameters),
    service: service.name,
    joinsAt,
    leavesAt: joinsAt + exponential(random, 1 / weeklyHazard) * WEEK,
    weeklyRate: gamma(random, visits.rateShape, service.visitsPerYear / YEAR_WEEKS),
    weeklyHazard,
    meanSpend: gamma(random, visits.spendShape, service.spend),
  };
}
