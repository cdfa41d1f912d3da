import { Problem } from '../../base/problem.ts';
import type { Fact, Scalar } from '../../prisma/repositories/historyRecord.ts';
import { type Aggregate, aggregatesOfField, aggregatesOfNumbers } from '../aggregate.ts';
import { type Condition, meets } from '../condition.ts';
import type { EventFeature, Feature, Source } from '../feature.ts';
import { millisecondsPerDay } from '../history.ts';
import { fieldGetter } from './fields.ts';

/** A yes-or-no question about the facts of one source; features that ask the same share the answer. */
export interface Test {
  readonly passes: (fact: Fact) => boolean;
}

/** Events that some features look at together: one source, one set of conditions, one window, one field. */
export interface SelectionPlan {
  readonly source: Source;
  /** Indices into the tests of the source. */
  readonly tests: readonly number[];
  /** Appointments to come, those that are not, or all. */
  readonly upcoming: boolean | null;
  /** Milliseconds; `length` is infinite without a window. */
  readonly before: number;
  readonly length: number;
  readonly of: ((fact: Fact) => Scalar) | null;
  /** Which values count. */
  readonly values: 'none' | 'numbers' | 'scalars';
  /** What is kept up to date: sums, extremes ... as far as a feature asks. */
  readonly aggregates: ReadonlySet<Aggregate>;
  readonly grams: readonly (readonly string[])[];
}

/** How to read one event feature. */
export interface ReadPlan {
  readonly feature: EventFeature;
  readonly selection: number;
  /** Which of the selection's grams; -1: none. */
  readonly gram: number;
}

export type OutputPlan =
  | { readonly kind: 'event'; readonly name: string; readonly read: ReadPlan }
  | {
      readonly kind: 'ratio';
      readonly name: string;
      readonly missing: Scalar;
      readonly numerator: ReadPlan;
      readonly denominator: ReadPlan;
    }
  | { readonly kind: 'age'; readonly name: string; readonly missing: Scalar }
  | {
      readonly kind: 'field';
      readonly name: string;
      readonly missing: Scalar;
      readonly of: 'source' | 'value';
    }
  | { readonly kind: 'attributes' };

/** A set of features, ready to be computed: what they share is done once. */
export interface Plan {
  readonly tests: { readonly [S in Source]?: readonly Test[] };
  readonly selections: readonly SelectionPlan[];
  readonly outputs: readonly OutputPlan[];
  /** Whether the sequence of all events is asked for. */
  readonly sequence: boolean;
}

const milliseconds = (days: number) => Math.round(days * millisecondsPerDay);

/** One per set of features, for sets live as long as the process and are few. */
const plans = new WeakMap<readonly Feature[], Plan>();

/** @throws Problem `invalid_input` for a condition on, or an aggregate of, a field that the source has not */
export function planOf(features: readonly Feature[]): Plan {
  let plan = plans.get(features);
  if (plan === undefined) {
    plan = prepare(features);
    plans.set(features, plan);
  }
  return plan;
}

function prepare(features: readonly Feature[]): Plan {
  const tests: { [S in Source]?: Test[] } = {};
  const testKeys = new Map<string, number>();
  const selections: (SelectionPlan & { aggregates: Set<Aggregate>; grams: (readonly string[])[] })[] = [];
  const selectionKeys = new Map<string, number>();

  function testOf(source: Source, field: string, condition: Condition): number {
    const key = JSON.stringify([source, field, condition]);
    const known = testKeys.get(key);
    if (known !== undefined) return known;
    const getter = fieldGetter(source, field);
    const list = tests[source] ?? [];
    tests[source] = list;
    const isScalar = condition === null || typeof condition !== 'object';
    list.push({
      passes: isScalar
        ? (fact) => getter(fact) === condition
        : (fact) => meets(getter(fact), condition as Condition),
    });
    testKeys.set(key, list.length - 1);
    return list.length - 1;
  }

  function readOf(feature: EventFeature): ReadPlan {
    const { source, aggregate, of, window, where, gram } = feature;
    const conditions = Object.entries(where).sort(([a], [b]) => (a < b ? -1 : 1));
    const values = aggregatesOfNumbers.has(aggregate)
      ? 'numbers'
      : aggregatesOfField.has(aggregate)
        ? 'scalars'
        : 'none';
    const key = JSON.stringify([source, conditions, window, of, values]);
    let index = selectionKeys.get(key);
    if (index === undefined) {
      index = selections.length;
      selectionKeys.set(key, index);
      const upcoming = source === 'appointments' ? (where.upcoming ?? null) : null;
      if (upcoming !== null && typeof upcoming !== 'boolean')
        throw new Problem('invalid_input', 'An appointment is upcoming or not: true or false.');
      selections.push({
        source,
        tests: conditions
          .filter(([field]) => !(source === 'appointments' && field === 'upcoming'))
          .map(([field, condition]) => testOf(source, field, condition)),
        upcoming,
        before: window ? milliseconds(window.before) : 0,
        length: window ? milliseconds(window.days) : Number.POSITIVE_INFINITY,
        of: of === null ? null : fieldGetter(source, of),
        values,
        aggregates: new Set(),
        grams: [],
      });
    }
    const selection = selections[index]!;
    selection.aggregates.add(aggregate);
    return { feature, selection: index, gram: gram === null ? -1 : selection.grams.push(gram) - 1 };
  }

  const outputs = features.map((feature): OutputPlan => {
    const { name, missing } = feature;
    switch (feature.kind) {
      case 'event':
        return { kind: 'event', name, read: readOf(feature) };
      case 'ratio': {
        const numerator = readOf(feature.numerator);
        return { kind: 'ratio', name, missing, numerator, denominator: readOf(feature.denominator) };
      }
      case 'age':
        return { kind: 'age', name, missing };
      case 'field':
        return { kind: 'field', name, missing, of: feature.of };
      default:
        return { kind: 'attributes' };
    }
  });
  return { tests, selections, outputs, sequence: selections.some(({ source }) => source === 'events') };
}
