import { z } from 'zod';

/** What a team can do to a lead when the company has not said otherwise. */
export const defaultActions = ['call', 'email', 'sms', 'offer'] as const;

const catalogue = z.object({
  nba: z.object({ actions: z.array(z.object({ name: z.string() })).min(1) }),
});

/** Names of the actions in a company's settings, apart from waiting; the default catalogue without any. */
export function actionNames(settings: unknown): readonly string[] {
  const parsed = catalogue.safeParse(settings);
  if (!parsed.success) return defaultActions;
  return parsed.data.nba.actions.map(({ name }) => name).filter((name) => name !== 'wait');
}
