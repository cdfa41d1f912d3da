import { z } from 'zod';
import { Problem } from '../../../base/problem.ts';
import { databaseUnavailable } from '../../../prisma/unavailable.ts';
import { endpoint } from '../endpoint.ts';

export const stateEndpoints = [
  endpoint({
    method: 'get',
    url: '/healthz',
    tag: 'state',
    summary: 'The process is alive',
    scopes: [],
    writes: false,
    answers: { 200: z.object({ status: z.literal('ok') }) },
    handle: async () => ({ status: 200, body: { status: 'ok' as const } }),
  }),
  endpoint({
    method: 'get',
    url: '/readyz',
    tag: 'state',
    summary: 'Requests can be answered: the database can be reached',
    scopes: [],
    writes: false,
    answers: { 200: z.object({ status: z.literal('ready') }) },
    async handle({ application }) {
      try {
        await application.database.pool.query('select 1');
      } catch (error) {
        throw databaseUnavailable(error) ?? new Problem('unavailable', 'The database cannot be reached.');
      }
      return { status: 200, body: { status: 'ready' as const } };
    },
  }),
  endpoint({
    method: 'get',
    url: '/metrics',
    tag: 'state',
    summary: 'Measurements for Prometheus',
    scopes: [],
    writes: false,
    answers: { 200: z.string() },
    handle: async ({ application }) => ({ status: 200, body: await application.metrics.text() }),
  }),
];
