import { z } from 'zod';
import { nbaSettingsOf, nbaSettingsSchema } from '../../../models/next-best-action/actionCatalogue.ts';
import { scoreFromHistory } from '../../predict/historyTask.ts';
import { nextBestAction } from '../../predict/nextBestAction.ts';
import { type Asked, endpoint } from '../endpoint.ts';
import { policyEndpoints } from '../policyEndpoints.ts';
import { predictionSchema, probability } from '../predictionSchema.ts';
import { reference, resolveReference } from '../references.ts';

const answer = predictionSchema(
  'NextBestActionPrediction',
  z.object({
    action: z.string(),
    expectedValue: z.number().meta({ description: 'Expected worth minus cost, company currency.' }),
    expectedGain: z.number().meta({ description: 'Against doing nothing now.' }),
    explored: z.boolean().meta({
      description: 'Not the most valuable action: drawn to learn, or because it is what the team does.',
    }),
    mode: z.enum(['autonomous', 'apprentice']).meta({
      description:
        'apprentice: the most valuable action has yet to earn all of its autonomy; the team is imitated.',
    }),
    autonomy: probability.meta({
      description:
        'Share of such cases in which the model may take the most valuable action by its own choice.',
    }),
    alternatives: z
      .array(
        z.object({
          action: z.string(),
          probability: probability.meta({
            description:
              'That the lead converts within 14 days; that it answers, where few conversions are known.',
          }),
          value: z.number(),
          propensity: probability.meta({
            description: 'With which the policy would have chosen it; report it with the action you take.',
          }),
        }),
      )
      .readonly(),
    ineligible: z
      .array(z.object({ action: z.string(), reason: z.string() }))
      .readonly()
      .meta({ description: 'What may not be done now, and why: consent, limits, quiet hours.' }),
  }),
);

const policy = nbaSettingsSchema.meta({
  id: 'NextBestActionPolicy',
  description: 'Actions with their costs and rules, contact policy, exploration and autonomy of a company.',
});

const description =
  'The answer explores now and then, and says with which probability it would have chosen each action: that is ' +
  'what makes it possible to learn what would have happened otherwise. `result.expectedGain` is against doing nothing ' +
  'now, `interval` says where it lies, `confidence` how likely the action is worth more than the best other one.';

export const nextBestActionEndpoints = [
  endpoint({
    method: 'post',
    url: '/api/ml/nba/predict',
    tag: 'predictions',
    summary: 'What should be done about this lead next?',
    description,
    scopes: ['predict'],
    body: z.strictObject({ leadId: reference }),
    writes: true,
    answers: { 200: answer },
    async handle({ body, commit, ...exchange }) {
      const write = await recommendation(exchange, body.leadId, '/leadId');
      return commit(async (client) => ({ status: 200, body: await write(client) }));
    },
  }),
  endpoint({
    method: 'get',
    url: '/api/ml/nba/recommendations/{lead_id}',
    tag: 'predictions',
    summary: 'The same, for pages that are read',
    description,
    scopes: ['predict'],
    path: z.object({ lead_id: reference }),
    writes: false,
    answers: { 200: answer },
    async handle({ path, commit, ...exchange }) {
      const write = await recommendation(exchange, path.lead_id, '/lead_id');
      return commit(async (client) => ({ status: 200, body: await write(client) }));
    },
  }),
  ...policyEndpoints({
    url: '/api/ml/nba/policy',
    tag: 'predictions',
    key: 'nba',
    schema: policy,
    what: 'actions, contact policy, exploration and autonomy',
    description:
      'What is left out gets its default. With other names of actions the features of leads are others: the rule answers ' +
      'until a model is trained again.',
    read: nbaSettingsOf,
  }),
];

async function recommendation(
  { application, caller: { companyId }, now, timing }: Asked,
  lead: string,
  path: string,
) {
  const id = await resolveReference(application.database.pool, companyId, 'lead', lead, path);
  return timing.measure('score', () =>
    scoreFromHistory(application, nextBestAction, { companyId, id }, now, timing),
  );
}
