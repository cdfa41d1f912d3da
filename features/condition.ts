import type { Scalar } from '../prisma/repositories/historyRecord.ts';

/** What a field of an event must be: this value, one of some, or a number in [atLeast, below) and beyond `above`. */
export type Condition =
  | Scalar
  | { readonly in: readonly Scalar[] }
  | { readonly above?: number; readonly atLeast?: number; readonly below?: number };

export function meets(value: Scalar | undefined, condition: Condition): boolean {
  if (condition === null || typeof condition !== 'object') return value === condition;
  if ('in' in condition) return condition.in.includes(value as Scalar);
  const { above, atLeast, below } = condition;
  return (
    typeof value === 'number' &&
    !(above !== undefined && value <= above) &&
    !(atLeast !== undefined && value < atLeast) &&
    !(below !== undefined && value >= below)
  );
}

/** As it stands in a feature's name. */
export function conditionName(field: string, condition: Condition): string {
  if (condition === null || typeof condition !== 'object') return `${field}=${String(condition)}`;
  if ('in' in condition) return `${field}=${condition.in.map(String).join('|')}`;
  const { above, atLeast, below } = condition;
  return [
    ...(above === undefined ? [] : [`${field}>${above}`]),
    ...(atLeast === undefined ? [] : [`${field}>=${atLeast}`]),
    ...(below === undefined ? [] : [`${field}<${below}`]),
  ].join('.');
}
