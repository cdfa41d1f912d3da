import type { AttributeFact, Scalar } from './historyRecord.ts';

/** Attributes as one source delivered them; null: the system of record. */
export interface SourcedAttributes extends AttributeFact {
  readonly source: string | null;
}

/**
 * One snapshot for each moment at which something new was known, with what every source had said last by then:
 * attributes of the record under their names, others as `<source>.<name>`. Without other sources the record's snapshots
 * are returned as they are.
 */
export function mergedAttributes(snapshots: readonly SourcedAttributes[]): AttributeFact[] {
  if (snapshots.every(({ source }) => source === null)) {
    return snapshots.map(({ source: _, ...snapshot }) => snapshot);
  }
  const knownFrom = ({ occurredAt, recordedAt }: AttributeFact) => Math.max(occurredAt, recordedAt);
  const inOrder = [...snapshots].sort((a, b) => knownFrom(a) - knownFrom(b) || a.recordedAt - b.recordedAt);
  const standing = new Map<string | null, SourcedAttributes>();
  return inOrder.map((snapshot) => {
    const before = standing.get(snapshot.source);
    // One that happens later than it was told can be outdated by then.
    if (before === undefined || before.recordedAt <= snapshot.recordedAt) {
      standing.set(snapshot.source, snapshot);
    }
    const at = knownFrom(snapshot);
    return {
      id: snapshot.id,
      occurredAt: at,
      recordedAt: at,
      retractedAt: null,
      attributes: Object.assign({}, ...[...standing.values()].map(named)) as Readonly<Record<string, Scalar>>,
    };
  });
}

function named({ source, attributes }: SourcedAttributes): Readonly<Record<string, Scalar>> {
  if (source === null) return attributes;
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`${source}.${name}`, value]));
}
