import { attemptsOf, daysSinceAction } from '../../features/definitions/lead.ts';
import { waitAction } from '../../features/labels/actionResponse.ts';
import type { Row } from '../table.ts';
import type { CatalogueAction, NbaSettings } from './actionCatalogue.ts';
import { isQuiet } from './quietHours.ts';

/** When and where a decision is made. */
export interface Moment {
  readonly at: Date;
  /** IANA time zone of the company. */
  readonly timezone: string;
}

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
 * kind and of all contacts together, and outside quiet hours where they disturb.
 */
export function eligibility(settings: NbaSettings, row: Row, moment: Moment): Eligibility {
  const eligible: CatalogueAction[] = [];
  const held: HeldBack[] = [];
  const contacts = contactsOf(settings, row);
  for (const action of settings.actions) {
    const reason =
      actionReason(action, row) ?? contactReason(settings, contacts) ?? quietReason(settings, action, moment);
    if (reason === null) eligible.push(action);
    else held.push({ action: action.name, reason });
  }
  return { eligible: [...eligible, waiting], held };
}

function actionReason(action: CatalogueAction, row: Row): string | null {
  const { name, cooldownDays, maxPerMonth, consent } = action;
  if (!action.enabled) return 'switched off';
  const unmet = action.eligibleIf.find((condition) => !holds(condition, row));
  if (unmet !== undefined) return `not for this lead (${unmet.feature})`;
  if (consent !== null && !agreed(row[`attribute.${consent}`])) return `no consent (${consent})`;
  const since = numberOf(row[daysSinceAction(name).name]);
  if (since !== null && since < cooldownDays)
    return `taken ${since.toFixed(1)} days ago, again after ${cooldownDays}`;
  const attempts = numberOf(row[attemptsOf(name).name]) ?? 0;
  return attempts >= maxPerMonth ? `taken ${attempts} times in 30 days, the limit is ${maxPerMonth}` : null;
}

interface Contacts {
  readonly inMonth: number;
  readonly daysSince: number;
}

function contactsOf({ actions }: NbaSettings, row: Row): Contacts {
  let inMonth = 0;
  let daysSince = Number.POSITIVE_INFINITY;
  for (const { name } of actions) {
    inMonth += numberOf(row[attemptsOf(name).name]) ?? 0;
    daysSince = Math.min(daysSince, numberOf(row[daysSinceAction(name).name]) ?? daysSince);
  }
  return { inMonth, daysSince };
}

function contactReason({ contact }: NbaSettings, { inMonth, daysSince }: Contacts): string | null {
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
