import { z } from 'zod';
import { Problem } from '../../base/problem.ts';
import { waitAction } from '../../features/labels/actionResponse.ts';

const condition = z
  .strictObject({
    /** A feature of the lead, such as lead.value or attribute.country. */
    feature: z.string().min(1),
    /** A number at least this large. */
    atLeast: z.number().optional(),
    atMost: z.number().optional(),
    /** One of these words, numbers or truth values. */
    oneOf: z
      .array(z.union([z.string(), z.number(), z.boolean()]))
      .min(1)
      .optional(),
  })
  .refine(
    ({ atLeast, atMost, oneOf }) => atLeast !== undefined || atMost !== undefined || oneOf !== undefined,
    'needs atLeast, atMost or oneOf',
  );

const action = z.strictObject({
  name: z.string().min(1).max(100),
  /** What taking it once costs, in company currency. */
  cost: z.number().min(0),
  /** Not again within this many days. */
  cooldownDays: z.number().min(0).default(0),
  /** Not more often than this in 30 days. */
  maxPerMonth: z.int().min(1).default(30),
  enabled: z.boolean().default(true),
  /** Only for leads of which all of this is known to hold; what is not known does not hold. */
  eligibleIf: z.array(condition).default([]),
  /** Attribute that says whether the person agreed to it: true, 1, yes, ja, granted. Unknown: they did not. Null: needs none. */
  consent: z.string().min(1).nullable().default(null),
  /** Whether it disturbs, and so waits for the end of quiet hours. */
  disturbs: z.boolean().default(true),
});

const quietHours = z
  .strictObject({
    /** ISO weekdays on which they begin, 1 = Monday. */
    days: z.array(z.int().min(1).max(7)).min(1).default([1, 2, 3, 4, 5, 6, 7]),
    /** In the company's time zone; from 20 to 8 runs past midnight. */
    fromHour: z.int().min(0).max(23),
    toHour: z.int().min(1).max(24),
  })
  .refine(({ fromHour, toHour }) => fromHour !== toHour, 'begin and end are the same');

const contact = z.strictObject({
  quietHours: z.array(quietHours).default([]),
  /** Contacts of all kinds together in 30 days; null: no limit. */
  maxPerMonth: z.int().min(1).nullable().default(null),
  /** Days between any two contacts. */
  minDaysBetween: z.number().min(0).default(0),
});

/** What a company says about its next best actions. */
export const nbaSettingsSchema = z.strictObject({
  actions: z
    .array(action)
    .min(1)
    .max(50)
    .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, 'names must differ')
    .refine(
      (list) => list.every(({ name }) => name !== waitAction),
      `${waitAction} is always there, and free`,
    )
    .prefault([
      { name: 'call', cost: 6, cooldownDays: 2, maxPerMonth: 4 },
      { name: 'email', cost: 0.5, cooldownDays: 3, maxPerMonth: 6, disturbs: false },
      { name: 'sms', cost: 0.3, cooldownDays: 5, maxPerMonth: 3 },
      { name: 'offer', cost: 15, cooldownDays: 14, maxPerMonth: 1, disturbs: false },
    ]),
  contact: contact.prefault({}),
  /** thompson: each action as often as it may be the best, by what is known; greedy: the best by estimate. */
  exploration: z.enum(['thompson', 'greedy']).default('thompson'),
  /** Share of recommendations drawn evenly from all eligible actions, so that their effects stay measurable. */
  epsilon: z.number().min(0).max(1).default(0.05),
  /** earned: it does what the team does, but for the share that its evidence allows; full: all at once; none: nothing. */
  autonomy: z.enum(['earned', 'full', 'none']).default('earned'),
  /** While it earns its autonomy: share of what the team's habits earn that may be lost at worst (95 % sure). */
  tolerance: z.number().min(0).max(1).default(0.05),
  /** Worth of a lead whose value nobody knows and for which no model has a mean. */
  defaultLeadValue: z.number().min(0).default(200),
});

const settingsSchema = z.object({ nba: nbaSettingsSchema.prefault({}) });

export type NbaSettings = z.infer<typeof nbaSettingsSchema>;
export type CatalogueAction = NbaSettings['actions'][number];

/**
 * The action catalogue and contact policy in a company's settings (`nba`), with defaults where nothing is set.
 * @throws Problem `invalid_input`
 */
export function nbaSettingsOf(settings: unknown): NbaSettings {
  const parsed = settingsSchema.safeParse(settings ?? {});
  if (!parsed.success)
    throw new Problem('invalid_input', 'The settings of the next best action are not valid.', {
      findings: parsed.error.issues.map(({ path, message }) => ({ path: path.join('/'), message })),
    });
  return parsed.data.nba;
}
