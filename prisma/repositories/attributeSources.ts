import type { AttributeFact, Scalar } from './historyRecord.ts';

/** Attributes as one source delivered them, which count from `recordedAt` until `retractedAt`. */
export interface SourcedAttributes extends AttributeFact {
  /** Null: the system of record. */
  readonly source: string | null;
  /** Who they are said of: the owner of the history, or somebody merged into them. */
  readonly person: string;
  /** When they became known; later than that they may count, when the person was merged later. */
  readonly toldAt: number;
}

/**
 * One snapshot for each moment at which what is known changed, with what stood then: of each person what every source had
 * said last, attributes of the record under their names, others as `<source>.<name>`. What is not known of the owner is
 * taken from those merged into them, of several from whom something was told last. With the owner's record alone its
 * snapshots are returned as they are.
 * @param owner whose history it is
 */
export function mergedAttributes(owner: string, snapshots: readonly SourcedAttributes[]): AttributeFact[] {
  if (snapshots.every(({ source, person }) => source === null && person === owner))
    return snapshots.map(({ source: _, person: __, toldAt: ___, ...snapshot }) => snapshot);
  const series = new Map<string, SourcedAttributes[]>();
  const lastFirst = [...snapshots].sort((a, b) => (toldLater(a, b) ? -1 : 1));
  for (const snapshot of lastFirst) {
    const key = `${snapshot.person} ${snapshot.source ?? ''}`;
    const told = series.get(key);
    if (told) told.push(snapshot);
    else series.set(key, [snapshot]);
  }
  const moments = snapshots
    .filter((one) => one.retractedAt === null || one.retractedAt > countsFrom(one))
    .flatMap((one) => [countsFrom(one), one.retractedAt ?? []].flat());
  return [...new Set(moments)]
    .sort((a, b) => a - b)
    .map((at) => {
      const counts = (one: SourcedAttributes) =>
        countsFrom(one) <= at && (one.retractedAt === null || one.retractedAt > at);
      const standing = [...series.values()].flatMap((told) => told.find(counts) ?? []);
      const of = (own: boolean) => standing.filter(({ person }) => (person === owner) === own);
      const inOrder = [...of(false).sort((a, b) => (toldLater(a, b) ? 1 : -1)), ...of(true)];
      const id = inOrder.at(-1)?.id ?? snapshots[0]!.id;
      return { id, occurredAt: at, recordedAt: at, retractedAt: null, attributes: together(inOrder) };
    });
}

const countsFrom = ({ occurredAt, recordedAt }: AttributeFact) => Math.max(occurredAt, recordedAt);

/** Ids are in the order of writing. */
const toldLater = (a: SourcedAttributes, b: SourcedAttributes) =>
  a.toldAt === b.toldAt ? a.id > b.id : a.toldAt > b.toldAt;

/** The later ones win, unless they say nothing. */
function together(standing: readonly SourcedAttributes[]): Readonly<Record<string, Scalar>> {
  const attributes: Record<string, Scalar> = {};
  for (const one of standing)
    for (const [name, value] of Object.entries(one.attributes)) {
      const full = one.source === null ? name : `${one.source}.${name}`;
      if (value !== null || !(full in attributes)) attributes[full] = value;
    }
  return attributes;
}
