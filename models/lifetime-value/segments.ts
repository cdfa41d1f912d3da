/** By lifetime value among the customers of the training: the lower half, up to 80 %, up to 95 %, above. */
export type ValueSegment = 'low' | 'medium' | 'high' | 'top';

export const valueSegments = ['low', 'medium', 'high', 'top'] as const satisfies readonly ValueSegment[];

/** Lower bounds of medium, high and top, company currency; recorded at training so that segments stay put. */
export type SegmentBounds = readonly [medium: number, high: number, top: number];

/** The customers of the training in one segment. */
export interface SegmentSummary {
  readonly segment: ValueSegment;
  readonly customers: number;
  /** Their expected revenue in total, company currency. */
  readonly value: number;
}

export function segmentBounds(values: readonly number[]): SegmentBounds {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return [at(0.5), at(0.8), at(0.95)];
}

export function segmentOf(value: number, [medium, high, top]: SegmentBounds): ValueSegment {
  return value >= top ? 'top' : value >= high ? 'high' : value >= medium ? 'medium' : 'low';
}

export function segmentSummaries(values: readonly number[], bounds: SegmentBounds): SegmentSummary[] {
  return valueSegments.map((segment) => {
    const members = values.filter((value) => segmentOf(value, bounds) === segment);
    return { segment, customers: members.length, value: members.reduce((sum, value) => sum + value, 0) };
  });
}
