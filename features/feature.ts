import { Problem } from '../base/problem.ts';
import type {
  AppointmentFact,
  CallFact,
  Entity,
  Fact,
  InteractionFact,
  OutcomeFact,
  Scalar,
  TransactionFact,
} from '../prisma/repositories/historyRecord.ts';
import { type Aggregate, aggregatesOfField, longestGram } from './aggregate.ts';
import { type Condition, conditionName } from './condition.ts';

/** Feature values of one entity at one moment, by feature name. */
export type Row = Readonly<Record<string, Scalar>>;

/** An appointment as it was believed at the moment of the cut. */
export interface AppointmentView extends AppointmentFact {
  /** Booked, and still to come. */
  readonly upcoming: boolean;
}

/** Any event, as one of the whole sequence of events (see features/engine/eventType.ts). */
export interface AnyEvent extends Fact {
  /** `transaction`, `call`, `appointment.booked`, `outbound.email`, `inbound.reply`, `outcome.responded` ... */
  readonly type: string;
}

export interface SourceFacts {
  readonly transactions: TransactionFact;
  readonly calls: CallFact;
  readonly appointments: AppointmentView;
  readonly interactions: InteractionFact;
  readonly outcomes: OutcomeFact;
  /** All of the above in one sequence. */
  readonly events: AnyEvent;
}

export type Source = keyof SourceFacts;
export type FieldOf<S extends Source> = Exclude<keyof SourceFacts[S], keyof Fact>;

interface Described {
  readonly entity: Entity;
  /** Derived from the parts: equal definitions have equal names. */
  readonly name: string;
  /** Unit of the value: day, second, event, currency, share, category ... */
  readonly unit: string;
  /** The value when there is nothing to aggregate; null: missing. */
  readonly missing: Scalar;
  readonly description: string;
}

export interface EventFeature extends Described {
  readonly kind: 'event';
  readonly source: Source;
  readonly aggregate: Aggregate;
  readonly of: string | null;
  /** Only events of the last `days` days, ending `before` days ago; null: the whole history. */
  readonly window: { readonly days: number; readonly before: number } | null;
  /** Only events whose fields meet these conditions. */
  readonly where: Readonly<Record<string, Condition>>;
  /** `ngram`: how many events; null otherwise. */
  readonly length: number | null;
  /** `ngramCount`: the values in their order; null otherwise. */
  readonly gram: readonly string[] | null;
}

/** Quotient of two event features; missing where either is missing or the denominator is 0. */
export interface RatioFeature extends Described {
  readonly kind: 'ratio';
  readonly numerator: EventFeature;
  readonly denominator: EventFeature;
}

/** Days since the entity began. */
export interface AgeFeature extends Described {
  readonly kind: 'age';
}

/** A column of the entity itself, as it stood. */
export interface FieldFeature extends Described {
  readonly kind: 'field';
  readonly of: 'source' | 'value';
}

/** All scalar attributes of the newest snapshot known, each as `attribute.<name>`. */
export interface AttributesFeature extends Described {
  readonly kind: 'attributes';
}

/** Plain data: what a feature is can be stored, compared and hashed. */
export type Feature = EventFeature | RatioFeature | AgeFeature | FieldFeature | AttributesFeature;

export interface EventFeatureDefinition<S extends Source> {
  readonly entity: Entity;
  readonly source: S;
  readonly aggregate: Aggregate;
  readonly of?: FieldOf<S> & string;
  readonly window?: { readonly days: number; readonly before?: number };
  readonly where?: { readonly [F in FieldOf<S>]?: Condition };
  readonly length?: number;
  readonly gram?: readonly string[];
  readonly unit: string;
  readonly missing: Scalar;
  readonly description: string;
}

/**
 * Declares a feature over the events of one source.
 * @throws Problem `invalid_input` for an aggregate without its parts, a field that is not the source's, or a window
 * that is not positive
 * @example
 * defineFeature({ entity: 'lead', source: 'interactions', aggregate: 'count', window: { days: 30 },
 *   where: { action: 'email' }, unit: 'event', missing: 0, description: 'E-mails of the last 30 days' }).name
 * // 'interactions.count.30d.action=email'
 */
export function defineFeature<S extends Source>(definition: EventFeatureDefinition<S>): EventFeature {
  const { entity, source, aggregate, unit, missing, description } = definition;
  const of = definition.of ?? null;
  const length = definition.length ?? null;
  const gram = definition.gram ?? null;
  const where = (definition.where ?? {}) as Readonly<Record<string, Condition>>;
  const window = definition.window
    ? { days: definition.window.days, before: definition.window.before ?? 0 }
    : null;
  if (aggregatesOfField.has(aggregate) !== (of !== null))
    throw new Problem('invalid_input', `Aggregate ${aggregate} ${of === null ? 'needs' : 'takes no'} field.`);
  if ((aggregate === 'ngram') !== (length !== null) || (aggregate === 'ngramCount') !== (gram !== null))
    throw new Problem(
      'invalid_input',
      'A length belongs to ngram, a gram to ngramCount, and to nothing else.',
    );
  if (length !== null && !(Number.isInteger(length) && length >= 1 && length <= longestGram))
    throw new Problem('invalid_input', `An n-gram has 1 to ${longestGram} events, not ${length}.`);
  if (gram !== null && !(gram.length >= 1 && gram.length <= longestGram))
    throw new Problem('invalid_input', `An n-gram has 1 to ${longestGram} events, not ${gram.length}.`);
  if (window && !(window.days > 0 && window.before >= 0))
    throw new Problem('invalid_input', 'A window is a positive number of days, ending 0 or more days ago.');
  const filters = Object.entries(where).sort(([a], [b]) => (a < b ? -1 : 1));
  const argument = [
    ...(of === null ? [] : [of]),
    ...(length === null ? [] : [length]),
    ...(gram === null ? [] : [gram.join('>')]),
  ];
  const name = [
    source,
    argument.length === 0 ? aggregate : `${aggregate}(${argument.join(',')})`,
    ...(window ? [`${window.days}d`] : []),
    ...(window && window.before > 0 ? [`before${window.before}d`] : []),
    ...filters.map(([field, condition]) => conditionName(field, condition)),
  ].join('.');
  return {
    kind: 'event',
    name,
    entity,
    source,
    aggregate,
    of,
    window,
    where,
    length,
    gram,
    unit,
    missing,
    description,
  };
}

export function defineRatio(
  numerator: EventFeature,
  denominator: EventFeature,
  description: string,
): RatioFeature {
  return {
    kind: 'ratio',
    name: `${numerator.name}/${denominator.name}`,
    entity: numerator.entity,
    numerator,
    denominator,
    unit: 'ratio',
    missing: null,
    description,
  };
}

export function ageFeature(entity: Entity): AgeFeature {
  const description = entity === 'lead' ? 'Days since the lead came in' : 'Days since they became a customer';
  return { kind: 'age', name: 'age', entity, unit: 'day', missing: null, description };
}

export function fieldFeature(of: 'source' | 'value', unit: string, description: string): FieldFeature {
  return { kind: 'field', name: `lead.${of}`, entity: 'lead', of, unit, missing: null, description };
}

export function attributesFeature(entity: Entity): AttributesFeature {
  return {
    kind: 'attributes',
    name: 'attribute.*',
    entity,
    unit: 'as delivered',
    missing: null,
    description: 'Every scalar attribute of the newest snapshot',
  };
}
