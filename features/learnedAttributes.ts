import { z } from 'zod';
import type { HistoryTask } from './definitions/taskFeatures.ts';
import type { Row } from './feature.ts';

const names = z.array(z.string().min(1).max(200)).max(1000).default([]);

/** What a company says of the attributes that a task may learn from. Names are as delivered. */
export const learnedAttributes = z.strictObject({
  excluded: names.meta({ description: 'Not learned from, such as what is filled in after the outcome.' }),
  acknowledged: names.meta({
    description:
      'Known before the outcome, although they foretell it nearly perfectly: no reason to refuse a model.',
  }),
});

export type LearnedAttributes = z.infer<typeof learnedAttributes>;

/** How a dataset calls the attributes of a record. */
export const attributePrefix = 'attribute.';

/** Where a company's settings hold it. */
export const learnedAttributesKey = (task: HistoryTask): string => `${task}.attributes`;

/** From a company's settings; where nothing is set, all are learned from. */
export function learnedAttributesOf(companySettings: unknown, task: HistoryTask): LearnedAttributes {
  const set = z.record(z.string(), z.unknown()).safeParse(companySettings).data?.[learnedAttributesKey(task)];
  return learnedAttributes.safeParse(set).data ?? { excluded: [], acknowledged: [] };
}

/** A vector without the attributes that are not to be learned from. */
export function withoutExcluded(excluded: readonly string[]): (features: Row) => Row {
  if (excluded.length === 0) return (features) => features;
  const dropped = new Set(excluded.map((name) => attributePrefix + name));
  return (features) => Object.fromEntries(Object.entries(features).filter(([name]) => !dropped.has(name)));
}
