import type { AttributeFact, Fact, LeadFact, Scalar } from '../../prisma/repositories/historyRecord.ts';
import type { AnyEvent, Row, Source } from '../feature.ts';
import { type History, millisecondsPerDay } from '../history.ts';
import { eventType, type SequenceSource, sequenceSources } from './eventType.ts';
import type { Plan, ReadPlan, Test } from './plan.ts';
import { readFeature } from './readFeature.ts';
import { Selection } from './selection.ts';
import { byTime, Timeline, visibleFrom, visibleUntil } from './timeline.ts';
import { Versions } from './versions.ts';

/** The facts of one source that features look at. */
interface Stream {
  readonly source: Source;
  readonly tests: readonly Test[];
  readonly passed: Uint8Array;
  readonly selections: readonly Selection[];
  /** The newest fact taken in, in time order. */
  last: Fact | null;
}

interface Visible {
  readonly event: AnyEvent;
  readonly from: number;
  readonly until: number;
}

/**
 * The one code that computes features: it loads a history and goes through it in time, every event coming and going
 * once however many moments are asked for. Moments are asked for in ascending order; an earlier one starts again from
 * the beginning. It is used again and again for one history after another, so that its arrays are made once.
 *
 * A window of n days is the half-open interval (asOf - n days, asOf]; a day has 86,400 seconds, whatever the clocks of
 * the company do.
 */
export class EntityReplay {
  readonly #plan: Plan;
  readonly #selections: readonly Selection[];
  readonly #streams: { readonly [S in Source]?: Stream };
  readonly #attributes = new Versions<AttributeFact>();
  readonly #lead = new Versions<LeadFact>();
  readonly #timeline = new Timeline();
  #began = 0;
  #asOf = Number.NEGATIVE_INFINITY;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#selections = plan.selections.map((selection) => new Selection(selection));
    const streams: { [S in Source]?: Stream } = {};
    for (const { source } of plan.selections) {
      const tests = plan.tests[source] ?? [];
      streams[source] ??= {
        source,
        tests,
        passed: new Uint8Array(tests.length),
        selections: this.#selections.filter(({ plan }) => plan.source === source),
        last: null,
      };
    }
    this.#streams = streams;
  }

  load(history: History): void {
    this.#began = history.occurredAt;
    this.#asOf = Number.NEGATIVE_INFINITY;
    this.#attributes.load(history.attributes);
    this.#lead.load(history.leadVersions);
    for (const selection of this.#selections) selection.clear();
    const sequence: Visible[] = [];
    for (const source of sequenceSources) {
      const stream = this.#streams[source];
      if (stream === undefined && !this.#plan.sequence) continue;
      const timeline = this.#timeline;
      timeline.load(history[source]);
      const { size, facts, occurredAt, from, until } = timeline;
      if (stream !== undefined) {
        stream.last = size === 0 ? null : facts[size - 1]!;
        for (let index = 0; index < size; index++)
          append(stream, facts[index]!, occurredAt[index]!, from[index]!, until[index]!);
      }
      if (this.#plan.sequence)
        for (let index = 0; index < size; index++)
          sequence.push({
            event: anyEvent(source, facts[index]!),
            from: from[index]!,
            until: until[index]!,
          });
    }
    const stream = this.#streams.events;
    if (stream === undefined) return;
    // Of one moment and id the sources stand in their order, for sorting keeps it.
    sequence.sort((a, b) => byTime(a.event, b.event));
    stream.last = sequence.at(-1)?.event ?? null;
    for (const { event, from, until } of sequence) append(stream, event, event.occurredAt, from, until);
  }

  /** Puts `attributes` in the place of those that were loaded. */
  loadAttributes(attributes: History['attributes']): void {
    this.#attributes.load(attributes);
  }

  /**
   * Takes in one more fact, of an id that is not there yet. False: it is older than what was taken in, or would have
   * been visible at a moment already passed; the history has to be loaded anew.
   */
  append(source: SequenceSource, fact: Fact): boolean {
    const from = visibleFrom(fact);
    const until = visibleUntil(fact);
    if (!(from < until)) return true;
    if (from <= this.#asOf) return false;
    const streams = [this.#streams[source], this.#streams.events];
    if (streams.some((stream) => stream?.last && byTime(stream.last, fact) >= 0)) return false;
    return streams.every((stream) => {
      if (stream === undefined) return true;
      stream.last = stream.source === 'events' ? anyEvent(source, fact) : fact;
      return append(stream, stream.last, fact.occurredAt, from, until);
    });
  }

  /** Feature values as of a moment, epoch milliseconds. */
  at(asOf: number): Row {
    if (asOf < this.#asOf) {
      for (const selection of this.#selections) selection.rewind();
      this.#attributes.rewind();
      this.#lead.rewind();
    }
    this.#asOf = asOf;
    for (const selection of this.#selections) selection.moveTo(asOf);
    const row: Record<string, Scalar> = {};
    for (const output of this.#plan.outputs)
      switch (output.kind) {
        case 'event':
          row[output.name] = this.#read(output.read);
          break;
        case 'ratio': {
          const numerator = this.#read(output.numerator);
          const denominator = this.#read(output.denominator);
          row[output.name] =
            typeof numerator !== 'number' || typeof denominator !== 'number' || denominator === 0
              ? output.missing
              : numerator / denominator;
          break;
        }
        case 'age':
          row[output.name] = this.#began <= asOf ? (asOf - this.#began) / millisecondsPerDay : output.missing;
          break;
        case 'field':
          row[output.name] = this.#lead.at(asOf)?.[output.of] ?? output.missing;
          break;
        case 'attributes': {
          const attributes = this.#attributes.at(asOf)?.attributes;
          for (const name in attributes) {
            const scalar = attributes[name]!;
            row[`attribute.${name}`] = typeof scalar === 'number' && !Number.isFinite(scalar) ? null : scalar;
          }
        }
      }
    return row;
  }

  #read(read: ReadPlan): Scalar {
    return readFeature(read, this.#selections[read.selection]!, this.#asOf, this.#began);
  }
}

function append(stream: Stream, fact: Fact, occurredAt: number, from: number, until: number): boolean {
  const { tests, passed, selections } = stream;
  for (let index = 0; index < tests.length; index++) passed[index] = tests[index]!.passes(fact) ? 1 : 0;
  let inOrder = true;
  for (let index = 0; index < selections.length; index++) {
    const selection = selections[index]!;
    const needed = selection.plan.tests;
    let selected = true;
    for (let test = 0; test < needed.length; test++) if (passed[needed[test]!] === 0) selected = false;
    if (selected && !selection.append(fact, occurredAt, from, until)) inOrder = false;
  }
  return inOrder;
}

function anyEvent(source: SequenceSource, fact: Fact): AnyEvent {
  const { id, occurredAt, recordedAt, retractedAt } = fact;
  const type = (eventType[source] as (fact: Fact) => string)(fact);
  return { id, occurredAt, recordedAt, retractedAt, type };
}
