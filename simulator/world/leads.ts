import { berlinDay, berlinHour, DAY, iso, WEEK } from '../calendar.ts';
import type { Parameters } from '../parameters.ts';
import {
  between,
  chance,
  exponential,
  lognormal,
  pick,
  pickIndex,
  pickWeighted,
} from '../random/distributions.ts';
import { stream } from '../random/stream.ts';
import { type CustomerRecord, openedAt } from './customerRecord.ts';

/** What kind of prospect somebody is; the company never learns it. */
export type LeadType = 'ready' | 'price_sensitive' | 'busy' | 'researcher' | 'cold';
export const leadTypes: readonly LeadType[] = ['ready', 'price_sensitive', 'busy', 'researcher', 'cold'];

export interface Lead {
  readonly externalId: string;
  readonly at: number;
  readonly source: string;
  readonly customerExternalId: string | null;
  /** Euro. */
  readonly value: number;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  /** Hidden truth. */
  readonly type: LeadType;
}

const products = [
  { name: 'Aligner', share: 0.28, value: 2400 },
  { name: 'Implantat', share: 0.2, value: 3000 },
  { name: 'Bleaching', share: 0.16, value: 380 },
  { name: 'Rückenprogramm', share: 0.22, value: 620 },
  { name: 'Stimmtraining', share: 0.14, value: 850 },
] as const;

/** Shares of types per source: who is recommended or calls is nearer to buying than who clicks on an advertisement. */
const typesBySource: Readonly<Record<string, readonly number[]>> = {
  web_form: [0.2, 0.25, 0.2, 0.2, 0.15],
  search_ad: [0.12, 0.32, 0.15, 0.14, 0.27],
  partner: [0.22, 0.18, 0.18, 0.22, 0.2],
  phone: [0.36, 0.15, 0.17, 0.16, 0.16],
  referral: [0.42, 0.1, 0.2, 0.18, 0.1],
};

/** What the lead form shows of the type: noisy signs, each with the rate among those of the type. */
const asksForPrice: Readonly<Record<LeadType, number>> = {
  ready: 0.2,
  price_sensitive: 0.65,
  busy: 0.15,
  researcher: 0.35,
  cold: 0.25,
};
const writesAtNight: Readonly<Record<LeadType, number>> = {
  ready: 0.25,
  price_sensitive: 0.3,
  busy: 0.65,
  researcher: 0.35,
  cold: 0.35,
};
const messageLength: Readonly<Record<LeadType, number>> = {
  ready: 60,
  price_sensitive: 70,
  busy: 25,
  researcher: 210,
  cold: 30,
};
const leavesPhone: Readonly<Record<LeadType, number>> = {
  ready: 0.95,
  price_sensitive: 0.8,
  busy: 0.85,
  researcher: 0.6,
  cold: 0.55,
};

/** All enquiries in [from, until), in time order. */
export function leads(
  seed: number,
  from: number,
  until: number,
  records: readonly CustomerRecord[],
  parameters: Parameters,
): Lead[] {
  const random = stream(seed, 'leads');
  const { perWeek, sources, fromCustomers } = parameters.leads;
  const found: Lead[] = [];
  // Records are in the order of opening: those known at a moment are a prefix.
  let known = 0;
  let at = from;
  for (let number = 1; ; number++) {
    at += exponential(random, WEEK / perWeek);
    if (at >= until) return found;
    const own = stream(seed, 'lead', number);
    const source = pickWeighted(own, sources);
    const type = leadTypes[pickIndex(own, typesBySource[source] as readonly number[])] as LeadType;
    const product = products[
      pickIndex(
        own,
        products.map((one) => one.share),
      )
    ] as (typeof products)[number];
    while (known < records.length && openedAt(records[known] as CustomerRecord) < at) known++;
    const isCustomer = chance(own, fromCustomers) && known > 0;
    const night = chance(own, writesAtNight[type]);
    // Written in the evening or in office hours: one of the signs, so the arrival itself moves.
    const arrival = berlinDay(at) + (night ? 18 + own() * 4.5 : 7.5 + own() * 9) * (DAY / 24);
    found.push({
      externalId: `L-${String(number).padStart(6, '0')}`,
      at: arrival,
      source,
      customerExternalId: isCustomer
        ? (records[between(own, 0, known - 1)] as CustomerRecord).externalId
        : null,
      value: Math.round(lognormal(own, product.value, 0.3)),
      attributes: {
        product: product.name,
        asksForPrice: chance(own, asksForPrice[type]),
        messageLength: Math.round(lognormal(own, messageLength[type], 0.7)),
        leavesPhone: chance(own, leavesPhone[type]),
        device: pick(own, ['mobile', 'mobile', 'desktop']),
        ageGroup: ['18-29', '30-44', '45-59', '60+'][between(own, 0, 3)] as string,
        hour: Math.floor(berlinHour(arrival)),
      },
      type,
    });
  }
}

export function leadRow(lead: Lead): Record<string, unknown> {
  return {
    externalId: lead.externalId,
    ...(lead.customerExternalId === null ? {} : { customerExternalId: lead.customerExternalId }),
    source: lead.source,
    value: lead.value,
    occurredAt: iso(lead.at),
    attributes: lead.attributes,
  };
}
