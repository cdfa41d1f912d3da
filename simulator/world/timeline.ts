/** A value that changes over time; entries are sorted by `from` (epoch ms). */
export type Timeline<T> = readonly { readonly from: number; readonly value: T }[];

/** The value at a moment; before the first entry, the first one. Throws RangeError on an empty timeline. */
export function valueAt<T>(timeline: Timeline<T>, time: number): T {
  const entry = timeline.findLast((one) => one.from <= time) ?? timeline[0];
  if (entry === undefined) throw new RangeError('a timeline has at least one entry');
  return entry.value;
}
