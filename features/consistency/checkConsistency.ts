import { canonicalJson } from '../../base/hash.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import { loadHistories } from '../../prisma/repositories/history.ts';
import type { Entity, Fact, Scalar } from '../../prisma/repositories/historyRecord.ts';
import { type ServedVector, sampleServedVectors } from '../../prisma/repositories/servedVectors.ts';
import { computeFeatures } from '../computeFeatures.ts';
import { definitionHash } from '../definitionHash.ts';
import { featuresOfTask, type HistoryTask } from '../definitions/taskFeatures.ts';
import type { Feature, Row } from '../feature.ts';
import { featuresHash } from '../featuresHash.ts';
import type { History } from '../history.ts';

/** An answer that was given from other features than its history says. */
export interface Skew {
  readonly predictionId: string;
  readonly task: HistoryTask;
  readonly subjectId: string;
  readonly asOf: Date;
  readonly columns: readonly {
    readonly column: string;
    readonly served: Scalar;
    readonly recomputed: Scalar;
  }[];
}

export interface ConsistencyReport {
  /** Served vectors computed again. */
  readonly checked: number;
  /** Equal to the bit. */
  readonly equal: number;
  /** Equal but for facts recorded in the seconds before the answer, whose transaction may not have been through. */
  readonly inFlight: number;
  /** Not comparable: features were defined otherwise then, or the subject is gone. */
  readonly otherDefinitions: number;
  readonly gone: number;
  readonly skewed: readonly Skew[];
}

export interface ConsistencyOptions {
  readonly company: { readonly id: string; readonly settings: unknown };
  readonly since: Date;
  /** Vectors drawn. */
  readonly sample: number;
  readonly seed?: number;
}

/** A transaction commits some time after the moment its facts are recorded at. */
const inFlightMilliseconds = 10_000;

/**
 * Computes a sample of the feature vectors that answers were given from once more, from history as it was known then,
 * and demands equality to the bit. A difference is a defect (training will learn from other features than serving
 * shows), or a fact that was recorded with an earlier date than it became known.
 */
export async function checkConsistency(
  client: Queryable,
  options: ConsistencyOptions,
): Promise<ConsistencyReport> {
  const { company, since, sample, seed = 7 } = options;
  const vectors = await sampleServedVectors(client, company.id, { since, limit: sample, seed });
  const counts = { checked: 0, equal: 0, inFlight: 0, otherDefinitions: 0, gone: 0 };
  const skewed: Skew[] = [];
  for (const entity of ['customer', 'lead'] as const) {
    const own = vectors.filter(({ subjectType }) => subjectType === entity);
    const histories = await historiesOf(client, company.id, entity, own);
    for (const vector of own) {
      const features = featuresOfTask(vector.task, company.settings);
      const history = histories.get(vector.subjectId);
      if (featuresHash(hashOf(features), vector.features) !== vector.featuresHash) counts.otherDefinitions++;
      else if (history === undefined) counts.gone++;
      else {
        counts.checked++;
        const asOf = vector.asOf.getTime();
        const columns = differences(vector.features, computeFeatures(features, history, asOf));
        if (columns.length === 0) counts.equal++;
        else if (
          differences(vector.features, computeFeatures(features, withoutNewest(history, asOf), asOf))
            .length === 0
        )
          counts.inFlight++;
        else
          skewed.push({
            predictionId: vector.predictionId,
            task: vector.task,
            subjectId: vector.subjectId,
            asOf: vector.asOf,
            columns,
          });
      }
    }
  }
  return { ...counts, skewed };
}

const hashes = new WeakMap<readonly Feature[], string>();

function hashOf(features: readonly Feature[]): string {
  let hash = hashes.get(features);
  if (hash === undefined) {
    hash = definitionHash(features);
    hashes.set(features, hash);
  }
  return hash;
}

async function historiesOf(
  client: Queryable,
  companyId: string,
  entity: Entity,
  vectors: readonly ServedVector[],
): Promise<Map<string, History>> {
  const ids = [...new Set(vectors.map(({ subjectId }) => subjectId))];
  const histories = ids.length === 0 ? [] : await loadHistories(client, companyId, entity, ids);
  return new Map(histories.map((history) => [history.id, history]));
}

function differences(served: Row, recomputed: Row): Skew['columns'] {
  const names = new Set([...Object.keys(served), ...Object.keys(recomputed)]);
  return [...names]
    .filter((name) => canonicalJson(served[name] ?? null) !== canonicalJson(recomputed[name] ?? null))
    .sort()
    .map((column) => ({
      column,
      served: served[column] ?? null,
      recomputed: recomputed[column] ?? null,
    }));
}

/** Without what was recorded, or taken back, in the seconds before `asOf`. */
function withoutNewest(history: History, asOf: number): History {
  const from = asOf - inFlightMilliseconds;
  const isNew = (time: number | null) => time !== null && time > from && time <= asOf;
  const settled = <F extends Fact>(facts: readonly F[]): F[] =>
    facts
      .filter(({ recordedAt }) => !isNew(recordedAt))
      .map((fact) => (isNew(fact.retractedAt) ? { ...fact, retractedAt: null } : fact));
  return {
    ...history,
    leadVersions: settled(history.leadVersions),
    transactions: settled(history.transactions),
    calls: settled(history.calls),
    appointments: settled(history.appointments),
    interactions: settled(history.interactions),
    outcomes: settled(history.outcomes),
    attributes: settled(history.attributes),
  };
}
