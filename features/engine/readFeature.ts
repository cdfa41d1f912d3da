import type { Scalar } from '../../prisma/repositories/historyRecord.ts';
import { millisecondsPerDay } from '../history.ts';
import type { ReadPlan } from './plan.ts';
import type { Selection } from './selection.ts';

/** The value of one event feature from its selection, which stands at `asOf`; `began`: when the entity did. */
export function readFeature(
  { feature, gram }: ReadPlan,
  selection: Selection,
  asOf: number,
  began: number,
): Scalar {
  const { count, occurredAt, head, tail } = selection;
  const { missing } = feature;
  if (count === 0) return missing;
  switch (feature.aggregate) {
    case 'count':
      return count;
    case 'rate':
      return count / exposureDays(feature.window, asOf, began);
    case 'sum':
      return selection.sum!.value();
    case 'mean':
      return selection.sum!.value() / count;
    case 'min':
      return selection.min!.value();
    case 'max':
      return selection.max!.value();
    case 'last':
      return selection.scalars[tail]!;
    case 'distinct':
      return selection.distinct!.size;
    case 'trend': {
      const slope = selection.slope!.value(count) * millisecondsPerDay;
      return Number.isFinite(slope) ? slope : missing;
    }
    case 'daysSince':
      return (asOf - occurredAt[tail]!) / millisecondsPerDay;
    case 'daysSinceFirst':
      return (asOf - occurredAt[head]!) / millisecondsPerDay;
    case 'meanGap':
      return count === 1
        ? missing
        : (occurredAt[tail]! - occurredAt[head]!) / millisecondsPerDay / (count - 1);
    case 'purchaseDays':
      return selection.daily!.days() || missing;
    case 'spanDays':
      return selection.daily!.days() === 0 ? missing : selection.daily!.span();
    case 'purchaseAge':
      return selection.daily!.days() === 0 ? missing : selection.daily!.age(asOf);
    case 'purchaseTotal':
      return selection.daily!.days() === 0 ? missing : selection.daily!.total();
    case 'repeatMean':
      return selection.daily!.days() < 2 ? missing : selection.daily!.repeatMean();
    case 'ngram':
      return newest(selection, feature.length!) ?? missing;
    case 'ngramCount':
      return selection.grams[gram]!.count() || missing;
  }
}

/** Days of the window in which the entity already existed, at least one. */
function exposureDays(
  window: { readonly days: number; readonly before: number } | null,
  asOf: number,
  began: number,
): number {
  const age = (asOf - began) / millisecondsPerDay;
  const within = window === null ? age : Math.min(window.days, age - window.before);
  return Math.max(1, within);
}

function newest({ active, scalars, tail, count }: Selection, length: number): string | null {
  if (count < length) return null;
  const values: string[] = [];
  for (let at = tail; values.length < length; at--) if (active[at]) values.push(String(scalars[at]));
  return values.reverse().join('>');
}
