import { z } from 'zod';
import { Problem } from '../../base/problem.ts';
import { attemptsOf, daysSinceAction } from '../../features/definitions/lead.ts';
import { waitAction } from '../../features/labels/actionResponse.ts';
import type { Row } from '../table.ts';

const action = z.object({
  name: z.string().min(1),
  /** What taking it once costs, in company currency. */
  cost: z.number().min(0),
  /** Not again within this many days. */
  cooldownDays: z.number().min(0).default(0),
  /** Not more often than this in 30 days. */
  maxPerMonth: z.number().int().min(1).default(30),
  enabled: z.boolean().default(true),
});

const nbaSettings = z.object({
  actions: z
    .array(action)
    .min(1)
    .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, 'names must differ')
    .default([
      { name: 'call', cost: 6, cooldownDays: 2, maxPerMonth: 4, enabled: true },
      { name: 'email', cost: 0.5, cooldownDays: 3, maxPerMonth: 6, enabled: true },
      { name: 'sms', cost: 0.3, cooldownDays: 5, maxPerMonth: 3, enabled: true },
      { name: 'offer', cost: 15, cooldownDays: 14, maxPerMonth: 1, enabled: true },
    ]),
  /** Share of recommendations drawn evenly from all eligible actions, so that their effects stay measurable. */
  epsilon: z.number().min(0).max(1).default(0.1),
  /** Worth of a lead whose value nobody knows and for which no model has a mean. */
  defaultLeadValue: z.number().min(0).default(200),
});

const settingsSchema = z.object({ nba: nbaSettings.prefault({}) });

export type NbaSettings = z.infer<typeof nbaSettings>;
export type CatalogueAction = NbaSettings['actions'][number];

/** Always there, free, and always allowed. */
const waiting: CatalogueAction = {
  name: waitAction,
  cost: 0,
  cooldownDays: 0,
  maxPerMonth: 30,
  enabled: true,
};

/**
 * The action catalogue in a company's settings (`nba: {actions: [{name, cost, cooldownDays?, maxPerMonth?,
 * enabled?}], epsilon?, defaultLeadValue?}`), with defaults where nothing is set.
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

/** The actions that may be taken on a lead now; waiting is always among them, and last. */
export function eligibleActions(settings: NbaSettings, row: Row): readonly CatalogueAction[] {
  const allowed = settings.actions.filter((candidate) => {
    if (!candidate.enabled || candidate.name === waitAction) return false;
    const since = row[daysSinceAction(candidate.name).name];
    const attempts = row[attemptsOf(candidate.name).name];
    return (
      (typeof since !== 'number' || since >= candidate.cooldownDays) &&
      (typeof attempts !== 'number' || attempts < candidate.maxPerMonth)
    );
  });
  return [...allowed, waiting];
}
