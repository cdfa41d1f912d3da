import { readFileSync } from 'node:fs';
import { addressText, normalizeAddress } from '../../../features/identity/address.ts';
import { normalizeEmail } from '../../../features/identity/email.ts';
import { normalizeName } from '../../../features/identity/name.ts';
import {
  type Extracted,
  type ExtractedIdentity,
  extractIdentity,
} from '../../../features/transcripts/extractIdentity.ts';

interface Said {
  readonly value: string;
  /** Part of the text that holds it. */
  readonly span: string;
}

/** One line of utterances.ndjson: what somebody said on the telephone, and all that can be known from it. */
export interface LabelledUtterance {
  readonly id: number;
  readonly split: 'tuning' | 'held-out';
  readonly text: string;
  readonly expected: {
    /** Whom the call is about. */
    readonly name?: Said;
    /** Who speaks, if it is somebody else. */
    readonly caller?: Said;
    readonly company?: Said;
    readonly phone?: Said;
    readonly email?: Said;
    readonly dateOfBirth?: Said;
    readonly address?: {
      readonly street: string | null;
      readonly houseNumber: string | null;
      readonly postalCode: string | null;
      readonly city: string | null;
      readonly span: string;
    };
    /** Interval of local times, and the service wished. */
    readonly appointment?: { readonly window?: string; readonly service?: string };
  };
}

/** The moment of every labelled call: Wednesday, 4 March 2026, 10:15 in Berlin. */
export const callAt = new Date('2026-03-04T09:15:00Z');

export const fields = [
  'name',
  'caller',
  'company',
  'phone',
  'email',
  'dateOfBirth',
  'address',
  'appointment',
  'service',
] as const;
export type LabelledField = (typeof fields)[number];

export function readUtterances(file: string): LabelledUtterance[] {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as LabelledUtterance);
}

/** Normal forms by field of what is expected. */
export function expectedForms({ expected }: LabelledUtterance): Partial<Record<LabelledField, string>> {
  const forms: Partial<Record<LabelledField, string | null | undefined>> = {
    name: expected.name && normalizeName({ name: expected.name.value })?.full,
    caller: expected.caller && normalizeName({ name: expected.caller.value })?.full,
    company: expected.company?.value,
    phone: expected.phone?.value,
    email: expected.email && normalizeEmail(expected.email.value),
    dateOfBirth: expected.dateOfBirth?.value,
    address: expected.address && addressText(normalizeAddress(expected.address)!),
    appointment: expected.appointment?.window,
    service: expected.appointment?.service,
  };
  return Object.fromEntries(Object.entries(forms).filter(([, form]) => form != null));
}

export interface Judged {
  readonly utterance: LabelledUtterance;
  readonly field: LabelledField;
  readonly expected: string | undefined;
  readonly found: string | undefined;
  /** null: nothing was found, or the field has no confidence. */
  readonly confidence: number | null;
  /** Whether one of the spans is the labelled part of the text; null where no part is labelled. */
  readonly spanRight: boolean | null;
}

/** What extraction makes of the utterances, field by field; pairs in which neither side says anything are left out. */
export function judge(utterances: readonly LabelledUtterance[], locale: string): Judged[] {
  return utterances.flatMap((utterance) => {
    const answer = extractIdentity(utterance.text, { locale, region: locale === 'en' ? 'GB' : 'DE', callAt });
    const expected = expectedForms(utterance);
    return fields.flatMap((field): Judged[] => {
      const one = field === 'service' ? undefined : (answer[field] as Extracted<unknown> | undefined);
      const found = field === 'service' ? answer.service : one?.normalized;
      if (found === undefined && expected[field] === undefined) return [];
      return [
        {
          utterance,
          field,
          expected: expected[field],
          found,
          confidence: one?.confidence ?? null,
          spanRight: spanRight(utterance, field, answer),
        },
      ];
    });
  });
}

function spanRight(
  { text, expected }: LabelledUtterance,
  field: LabelledField,
  answer: ExtractedIdentity,
): boolean | null {
  if (field === 'service' || field === 'appointment') return null;
  const label = expected[field]?.span;
  const spans = answer[field]?.spans;
  if (label === undefined || spans === undefined) return null;
  return spans.some(({ start, end }) => text.slice(start, end) === label);
}

export interface Quality {
  readonly right: number;
  readonly found: number;
  readonly expected: number;
  readonly precision: number;
  readonly recall: number;
  /** Wilson intervals of 95 %. */
  readonly precisionInterval: readonly [number, number];
  readonly recallInterval: readonly [number, number];
  readonly spansRight: number;
  readonly spans: number;
}

export function quality(judged: readonly Judged[]): Quality {
  const right = judged.filter(({ expected, found }) => found !== undefined && found === expected).length;
  const found = judged.filter((one) => one.found !== undefined).length;
  const expected = judged.filter((one) => one.expected !== undefined).length;
  const spans = judged.filter(({ spanRight: known }) => known !== null);
  return {
    right,
    found,
    expected,
    precision: found === 0 ? 1 : right / found,
    recall: expected === 0 ? 1 : right / expected,
    precisionInterval: wilson(right, found),
    recallInterval: wilson(right, expected),
    spansRight: spans.filter(({ spanRight: known }) => known).length,
    spans: spans.length,
  };
}

/** E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927). */
function wilson(right: number, of: number): [number, number] {
  if (of === 0) return [0, 1];
  const z2 = 1.959964 ** 2;
  const share = right / of;
  const middle = (share + z2 / (2 * of)) / (1 + z2 / of);
  const half = (Math.sqrt(z2) / (1 + z2 / of)) * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}
