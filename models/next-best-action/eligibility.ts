import { attemptsOf, daysSinceAction } from '../../features/definitions/lead.ts';
import { millisecondsPerDay } from '../../features/history.ts';
import { waitAction } from '../../features/labels/actionResponse.ts';
import type { Contact } from '../../prisma/repositories/personContacts.ts';
import type { Row } from '../table.ts';
import type { CatalogueAction, NbaSettings } from './actionCatalogue.ts';
import { isQuiet } from './quietHours.ts';

/** When and where a decision is made. */
export interface Moment {
  readonly at: Date;
  /** IANA time zone of the company. */
  readonly timezone: string;
  /** What was done lately about other leads of the same person: limits protect people, however many leads they are. */
  readonly elsewhere?: readonly Contact[];
}

/** Days of contacts that limits look back on. */
export function daysLookedBack({ actions, contact }: NbaSettings): number {
  return Math.max(month, contact.minDaysBetween, ...actions.map(({ cooldownDays }) => cooldownDays));
}

const month = 30;

/** An action that may not be taken now, and why, for people. */
export interface HeldBack {
  readonly action: string;
  readonly reason: string;
}

export interface Eligibility {
  /** Waiting is always among them, and last. */
  readonly eligible: readonly CatalogueAction[];
  readonly held: readonly HeldBack[];
}

/** Always there, free, and always allowed. */
const waiting: CatalogueAction = {
  name: waitAction,
  cost: 0,
  cooldownDays: 0,
  maxPerMonth: Number.MAX_SAFE_INTEGER,
  enabled: true,
  eligibleIf: [],
  consent: null,
  disturbs: false,
};

/**
 * Which actions may be taken on a lead now: enabled, open to such a lead, agreed to, rested, within the limits of one
 * kind and of all contacts together, and outside quiet hours where they disturb. Rest and limits are those of the person:
 * what was done about their other leads counts as well.
 */
export function eligibility(settings: NbaSettings, row: Row, moment: Moment): Eligibility {
  const eligible: CatalogueAction[] = [];
  const held: HeldBack[] = [];
  const taken = new Map(settings.actions.map(({ name }) => [name, takenOf(name, row, moment)]));
  const contacts = contactsOf([...taken.values()]);
  for (const action of settings.actions) {
    const reason =
      actionReason(action, row, taken.get(action.name)!) ??
      contactReason(settings, contacts) ??
      quietReason(settings, action, moment);
    if (reason === null) eligible.push(action);
    else held.push({ action: action.name, reason });
  }
  return { eligible: [...eligible, waiting], held };
}

/** How often an action was taken in 30 days, and how long ago last (infinity: not known to have been). */
interface Taken {
  readonly inMonth: number;
  readonly daysSince: number;
}

/** On the lead and on other leads of the person. */
function takenOf(name: string, row: Row, { at, elsewhere = [] }: Moment): Taken {
  let inMonth = numberOf(row[attemptsOf(name).name]) ?? 0;
  let daysSince = numberOf(row[daysSinceAction(name).name]) ?? Number.POSITIVE_INFINITY;
  for (const contact of elsewhere) {
    if (contact.action !== name) continue;
    const days = (at.getTime() - contact.at) / millisecondsPerDay;
    if (days < month) inMonth++;
    daysSince = Math.min(daysSince, days);
  }
  return { inMonth, daysSince };
}

function actionReason(action: CatalogueAction, row: Row, { inMonth, daysSince }: Taken): string | null {
  const { cooldownDays, maxPerMonth, consent } = action;
  if (!action.enabled) return 'switched off';
  const unmet = action.eligibleIf.find((condition) => !holds(condition, row));
  if (unmet !== undefined) return `not for this lead (${unmet.feature})`;
  if (consent !== null && !agreed(row[`attribute.${consent}`])) return `no consent (${consent})`;
  if (daysSince < cooldownDays) return `taken ${daysSince.toFixed(1)} days ago, again after ${cooldownDays}`;
  return inMonth >= maxPerMonth ? `taken ${inMonth} times in 30 days, the limit is ${maxPerMonth}` : null;
}

/** All kinds together. */
function contactsOf(taken: readonly Taken[]): Taken {
  return {
    inMonth: taken.reduce((sum, { inMonth }) => sum + inMonth, 0),
    daysSince: Math.min(...taken.map(({ daysSince }) => daysSince)),
  };
}

function contactReason({ contact }: NbaSettings, { inMonth, daysSince }: Taken): string | null {
  const { maxPerMonth, minDaysBetween } = contact;
  if (maxPerMonth !== null && inMonth >= maxPerMonth)
    return `${inMonth} contacts in 30 days, the limit is ${maxPerMonth}`;
  return daysSince < minDaysBetween
    ? `last contact ${daysSince.toFixed(1)} days ago, the next after ${minDaysBetween}`
    : null;
}

function quietReason({ contact }: NbaSettings, { disturbs }: CatalogueAction, moment: Moment): string | null {
  const quiet = disturbs && contact.quietHours.find((hours) => isQuiet(hours, moment.at, moment.timezone));
  return quiet ? `quiet hours until ${quiet.toHour}:00` : null;
}

function holds(
  { feature, atLeast, atMost, oneOf }: CatalogueAction['eligibleIf'][number],
  row: Row,
): boolean {
  const value = row[feature];
  if (value === null || value === undefined) return false;
  if (oneOf !== undefined && !oneOf.some((each) => each === value || String(each) === String(value)))
    return false;
  if (atLeast === undefined && atMost === undefined) return true;
  const number = numberOf(value);
  return number !== null && number >= (atLeast ?? number) && number <= (atMost ?? number);
}

const agreements = new Set(['true', '1', 'yes', 'y', 'ja', 'granted', 'opt-in']);
const agreed = (value: Row[string] | undefined): boolean =>
  value !== null && value !== undefined && agreements.has(String(value).trim().toLowerCase());

/** Null for what is no number. */
function numberOf(value: Row[string] | undefined): number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'number' && !Number.isNaN(value) ? value : null;
}
