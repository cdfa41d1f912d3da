import { z } from 'zod';
import { thresholdSettings, thresholdsSchema } from '../../../models/lead-score/temperature.ts';
import { leadsByTemperature } from '../../../prisma/repositories/leadsByTemperature.ts';
import { scoreFromHistory } from '../../predict/historyTask.ts';
import { leadScore } from '../../predict/leadScore.ts';
import { temperatureDiff, temperatureSeries } from '../../predict/leadTimeline.ts';
import { endpoint } from '../endpoint.ts';
import { isoMoment, moment } from '../moment.ts';
import { nextPage, pageAsked, pageOf, pageQuery } from '../page.ts';
import { policyEndpoints } from '../policyEndpoints.ts';
import { predictionSchema, probability } from '../predictionSchema.ts';
import { queryNumberOr } from '../queryNumber.ts';
import { reference, resolveReference } from '../references.ts';

const temperature = z.enum(['hot', 'warm', 'cold']);
const score = z.number().min(0).max(100);

const answer = predictionSchema(
  'TemperaturePrediction',
  z.object({
    score,
    temperature,
    probability: probability.meta({ description: 'Of being won within 60 days.' }),
  }),
);

const parts = z.object({ features: z.number(), identity: z.number(), model: z.number() });

const listed = z.object({
  leadId: z.uuid(),
  leadExternalId: z.string().nullable(),
  predictionId: z.uuid(),
  score,
  temperature,
  probability,
  asOf: isoMoment,
});

export const leadEndpoints = [
  ...policyEndpoints({
    url: '/api/leads/temperature/thresholds',
    tag: 'leads',
    key: 'leadScore',
    schema: thresholdsSchema,
    what: 'from what score on a lead is hot or warm',
    description:
      'Points (hot, warm; where the company has set nothing, those that came with the model in force, or 60 and 30 before there is one), or what they are made from so that each effort pays: winValue, and for hot and warm the cost of treating a lead so and the share by which that lifts its chance.',
    async read(settings, { application, companyId }) {
      const { champion } = await application.models.get(companyId, 'lead_score');
      return thresholdSettings(settings, champion?.model.data.thresholds);
    },
  }),
  endpoint({
    method: 'get',
    url: '/api/leads/temperature',
    tag: 'leads',
    summary: 'The open leads whose newest temperature is this one, most probable first',
    description: 'As last predicted; leads nobody has asked about are not listed, nor those won or lost.',
    scopes: ['predict'],
    query: z.strictObject({
      band: temperature,
      ...pageQuery,
    }),
    writes: false,
    answers: { 200: z.object({ leads: z.array(listed), next: nextPage }) },
    async handle({ application, caller, query, now }) {
      const rows = await leadsByTemperature(application.database.pool, caller.companyId, {
        temperature: query.band,
        now,
        ...pageAsked(query),
      });
      const { shown, next } = pageOf(rows, query.limit, ({ result, leadId }) => ({
        key: result.probability,
        id: leadId,
      }));
      const leads = shown.map(({ result: { score, temperature, probability }, asOf, ...row }) => ({
        ...row,
        score,
        temperature,
        probability,
        asOf: asOf.toISOString(),
      }));
      return { status: 200, body: { leads, next } };
    },
  }),
  endpoint({
    method: 'post',
    url: '/api/leads/temperature/{lead_id}',
    tag: 'predictions',
    summary: 'How warm is this lead?',
    scopes: ['predict'],
    path: z.object({ lead_id: reference }),
    writes: true,
    answers: { 200: answer },
    async handle({ application, caller: { companyId }, path, now, timing, commit }) {
      const id = await resolveReference(application.database.pool, companyId, 'lead', path.lead_id);
      const write = await timing.measure('score', () =>
        scoreFromHistory(application, leadScore, { companyId, id }, now, timing),
      );
      return commit(async (client) => ({ status: 200, body: await write(client) }));
    },
  }),
  endpoint({
    method: 'get',
    url: '/api/leads/temperature/{lead_id}/history',
    tag: 'leads',
    summary: 'How has the temperature of this lead moved, and how will it if nothing happens?',
    description:
      'One point a day, all by the version in force now: what moves is what happened, or that nothing did. Points ahead suppose that nothing happens. Nothing is logged as a prediction.',
    scopes: ['predict'],
    path: z.object({ lead_id: reference }),
    query: z.strictObject({
      days: queryNumberOr(30, z.int().min(0).max(365)),
      ahead: queryNumberOr(14, z.int().min(0).max(90)),
    }),
    writes: false,
    answers: {
      200: z.object({
        leadId: z.uuid(),
        modelVersion: z.int().nullable().meta({ description: 'Null: the documented rule.' }),
        points: z.array(z.object({ at: isoMoment, score, temperature, probability, ahead: z.boolean() })),
      }),
    },
    async handle({ application, caller: { companyId }, path, query, now }) {
      const id = await resolveReference(application.database.pool, companyId, 'lead', path.lead_id);
      const { version, points } = await temperatureSeries(application, { companyId, id }, { ...query, now });
      return {
        status: 200,
        body: {
          leadId: id,
          modelVersion: version,
          points: points.map((point) => ({ ...point, at: point.at.toISOString() })),
        },
      };
    },
  }),
  endpoint({
    method: 'get',
    url: '/api/leads/temperature/{lead_id}/diff',
    tag: 'leads',
    summary: 'Why is the score another one than it was?',
    description:
      'Recomputed with the champions of both moments. The parts add up: new facts (and time that passed), facts that were taken to be theirs or no longer are, and another model.',
    scopes: ['predict'],
    path: z.object({ lead_id: reference }),
    query: z.strictObject({ from: moment, to: moment.optional() }),
    writes: false,
    answers: {
      200: z.object({
        leadId: z.uuid(),
        from: z.object({ at: isoMoment, score, modelVersion: z.int().nullable() }),
        to: z.object({ at: isoMoment, score, modelVersion: z.int().nullable() }),
        points: parts.meta({ description: 'Whole points; they add up to the difference of the scores.' }),
        probability: parts.meta({
          description: 'Unrounded; they add up to the difference of the probabilities.',
        }),
        mainFeature: z.string().nullable(),
        text: z.string(),
      }),
    },
    async handle({ application, caller: { companyId }, path, query, now }) {
      const id = await resolveReference(application.database.pool, companyId, 'lead', path.lead_id);
      const { from, to = now } = query;
      const diff = await temperatureDiff(application, { companyId, id }, { from, to });
      return {
        status: 200,
        body: {
          leadId: id,
          from: { at: from.toISOString(), score: diff.from, modelVersion: diff.fromVersion },
          to: { at: to.toISOString(), score: diff.to, modelVersion: diff.toVersion },
          points: diff.points,
          probability: diff.probability,
          mainFeature: diff.mainFeature,
          text: diff.text,
        },
      };
    },
  }),
];
