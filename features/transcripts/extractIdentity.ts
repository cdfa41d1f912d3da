import { normalizeName } from '../identity/name.ts';
import {
  type Confidence,
  type ConfidenceFeatures,
  confidenceOf,
  type ExtractedField,
  logOddsOf,
} from './confidence.ts';
import { type FoundAddress, findAddresses, type SpokenAddress } from './findAddresses.ts';
import { findAppointments, findService } from './findAppointments.ts';
import { findCompanies } from './findCompanies.ts';
import { findDatesOfBirth } from './findDatesOfBirth.ts';
import { findEmails } from './findEmails.ts';
import { type FoundName, findNames } from './findNames.ts';
import { type Found, findPhones } from './findPhones.ts';
import { languageOf } from './language.ts';
import { de } from './locales/de.ts';
import { en } from './locales/en.ts';
import { openReading, type Reading, take } from './reading.ts';
import type { Span } from './span.ts';
import { readTranscript, type Token } from './transcript.ts';
import type { TranscriptPack } from './transcriptPack.ts';
import type { Turn } from './turn.ts';
import { WallClock } from './wallClock.ts';

export interface ExtractionOptions {
  /** ISO 639-1 language of the transcript: one of the packs, or a pack; others are read as German. */
  readonly locale?: string | TranscriptPack;
  /** ISO 3166 region of phone numbers without a country code and of postal codes. Default DE. */
  readonly region?: string;
  /** Start of the call: relative days are counted from it. Without it no appointment is extracted. */
  readonly callAt?: Date;
  /** IANA zone in which days and hours are meant; Europe/Berlin unless said. */
  readonly timezone?: string;
}

/** Something said in a transcript. */
export interface Extracted<T> {
  /** As said, in the usual order and without titles and salutations; digits of a dictated number. */
  readonly value: T;
  /** Canonical form, equal for equal things: see features/identity; ISO 8601. */
  readonly normalized: string;
  /** Where it was said. */
  readonly spans: readonly Span[];
  /** Probability that the normal form is right, in [0, 1]; see confidence.ts for how it was calibrated. */
  readonly confidence: number;
  /** What in the transcript speaks for it, strongest first. */
  readonly evidence: readonly string[];
}

/** An appointment that starts in [earliest, latest]; both the same: at an exact time. */
interface AppointmentWish {
  readonly earliest: Date;
  readonly latest: Date;
  readonly precision: 'time' | 'part of day' | 'day' | 'days';
  /** What it is for, as said; null: nothing was said. */
  readonly service: string | null;
}

export interface ExtractedIdentity {
  /** Whom the call is about: the customer for whom somebody calls, otherwise the caller. */
  readonly name?: Extracted<string>;
  /** Who speaks, when it is somebody else than {@link name}. */
  readonly caller?: Extracted<string>;
  /** A company that the caller named; never a person. */
  readonly company?: Extracted<string>;
  readonly phone?: Extracted<string>;
  readonly email?: Extracted<string>;
  /** YYYY-MM-DD. */
  readonly dateOfBirth?: Extracted<string>;
  readonly address?: Extracted<SpokenAddress>;
  /** Normal form: interval of ISO local times in the time zone. */
  readonly appointment?: Extracted<AppointmentWish>;
  /** Asked for without a day: "einen Termin zur Zahnreinigung". */
  readonly service?: string;
}

const packs: Readonly<Record<string, TranscriptPack>> = { de, en };

/**
 * Who calls, for whom, and what they say about themselves: names, phone number, e-mail, date of birth, address and
 * wished appointment, with the places where they say it. What the call centre's side says counts only when the caller
 * confirms it. Rules over tokens; nothing is learned from the transcript. Never throws, whatever the text; reads the
 * first {@link longestTranscript} units. An unknown time zone is read as Europe/Berlin.
 */
export function extractIdentity(
  transcript: string | readonly Turn[],
  options: ExtractionOptions = {},
  confidence: Confidence = confidenceOf,
): ExtractedIdentity {
  const { locale = 'de', region = 'DE', callAt, timezone = 'Europe/Berlin' } = options;
  const pack = typeof locale === 'string' ? (packs[locale.slice(0, 2).toLowerCase()] ?? de) : locale;
  const reading = openReading(readTranscript(transcript), languageOf(pack));
  const surroundings = {
    cased: reading.turns.some(({ cased }) => cased) ? 1 : 0,
    sides: reading.turns.some(({ role }) => role === 'agent') ? 1 : 0,
  };
  const judged = (field: ExtractedField, score: number, features: ConfidenceFeatures = {}) =>
    confidence(field, { ...surroundings, score: logOddsOf(score), ...features });

  const companies = findCompanies(reading);
  const emails = findEmails(reading);
  const [dateOfBirth] = findDatesOfBirth(reading, (callAt ?? new Date(0)).getUTCFullYear() || 1970);
  const [address] = findAddresses(reading, region);
  const [phone] = findPhones(reading, region);
  const people = findNames(reading);
  for (const person of [people.caller, people.customer])
    for (const [first, end] of person?.stretches ?? []) take(reading, first, end);
  const clock = clockIn(timezone);
  const [appointment] =
    callAt === undefined || Number.isNaN(callAt.getTime()) ? [] : findAppointments(reading, callAt, clock);
  const service = findService(reading);
  const [email] = emails;
  const company = companies[0];

  const customer = person(reading, judged, people.customer, 'customer');
  const caller = person(reading, judged, people.caller, 'caller');
  const name = customer ?? caller;
  const plain = (field: ExtractedField, found: Found | undefined): Extracted<string> | undefined =>
    found && extracted(reading, judged, field, found, found.value);
  const moments = appointment && {
    earliest: new Date(clock.moment(appointment.from)),
    latest: new Date(clock.moment(appointment.to)),
    precision: appointment.precision,
    service: service?.value ?? null,
  };
  return withoutGaps({
    name,
    caller: customer === undefined ? undefined : caller,
    company:
      company &&
      extracted(
        reading,
        judged,
        'company',
        { ...company, value: '', normalized: '', evidence: ['company name'], score: 0.8 },
        textOf(reading, company.first, company.end),
      ),
    phone: plain('phone', phone),
    email: plain('email', email),
    dateOfBirth: plain('dateOfBirth', dateOfBirth),
    address:
      address &&
      extracted<SpokenAddress>(reading, judged, 'address', address, (address as FoundAddress).parts),
    appointment: appointment && moments && extracted(reading, judged, 'appointment', appointment, moments),
    service: service?.value,
  });
}

function withoutGaps(
  fields: { [K in keyof ExtractedIdentity]: ExtractedIdentity[K] | undefined },
): ExtractedIdentity {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

const clocks = new Map<string, WallClock>();

function clockIn(timezone: string): WallClock {
  const known = clocks.get(timezone);
  if (known !== undefined) return known;
  try {
    const clock = new WallClock(timezone);
    clocks.set(timezone, clock);
    return clock;
  } catch {
    return clockIn('Europe/Berlin');
  }
}

function textOf(reading: Reading, first: number, end: number): string {
  const { tokens, transcript } = reading;
  return transcript.text.slice((tokens[first] as Token).start, (tokens[end - 1] as Token).end);
}

function spanOf(reading: Reading, first: number, end: number): Span {
  const { tokens, transcript } = reading;
  return transcript.spanOf((tokens[first] as Token).start, (tokens[end - 1] as Token).end);
}

type Judge = (field: ExtractedField, score: number, features?: ConfidenceFeatures) => number;

function extracted<T>(
  reading: Reading,
  judged: Judge,
  field: ExtractedField,
  found: Found,
  value: T,
): Extracted<T> {
  return {
    value,
    normalized: found.normalized === '' && typeof value === 'string' ? value : found.normalized,
    spans: [spanOf(reading, found.first, found.end)],
    confidence: judged(field, found.score),
    evidence: found.evidence,
  };
}

function person(
  reading: Reading,
  judged: Judge,
  found: FoundName | null,
  whose: 'caller' | 'customer',
): Extracted<string> | undefined {
  if (found === null) return undefined;
  const name = normalizeName({ name: found.value });
  if (name === null) return undefined;
  const customer = whose === 'customer' ? 1 : 0;
  return {
    value: found.value,
    normalized: name.full,
    spans: found.stretches.map(([first, end]) => spanOf(reading, first, end)),
    confidence: judged('name', found.score, {
      given: found.givenNames,
      fullName: found.words > 1 ? 1 : 0,
      rare: found.rare ? 1 : 0,
      contested: found.contested ? 1 : 0,
      customer,
    }),
    evidence: customer ? ['somebody else concerned', ...found.evidence] : found.evidence,
  };
}
