import { z } from 'zod';
import type { Task } from '../../../prisma/generated/enums.ts';
import type { Queryable } from '../../../prisma/queryable.ts';
import { type AliasRecord, aliasHistory } from '../../../prisma/repositories/aliases.ts';
import { findModelVersion, listModelVersions } from '../../../prisma/repositories/modelVersions.ts';
import { currentStanding, promote, rollback, type Standing } from '../../../training/aliases.ts';
import { taskSlug } from '../../../training/taskNames.ts';
import { endpoint } from '../endpoint.ts';
import { isoMoment } from '../moment.ts';
import { taskName } from '../taskName.ts';

const version = z
  .object({
    task: z.string(),
    version: z.int(),
    alias: z.enum(['champion', 'challenger']).nullable(),
    recordedAt: isoMoment,
    metrics: z.record(z.string(), z.unknown()).meta({ description: 'Of rows its evaluation had not seen.' }),
  })
  .meta({ id: 'ModelVersion' });

const change = z
  .object({
    task: z.string(),
    alias: z.enum(['champion', 'challenger']),
    version: z.int().nullable().meta({ description: 'Null: the fallback rule answers from here on.' }),
    action: z.enum(['promote', 'rollback', 'challenge', 'retire']),
    reason: z.string(),
    actor: z.string(),
    recordedAt: isoMoment,
  })
  .meta({ id: 'AliasChange' });

const reason = z.string().trim().min(1).max(1000);

export const modelEndpoints = [
  endpoint({
    method: 'get',
    url: '/api/models',
    tag: 'models',
    summary: 'Every version of every task, newest first',
    scopes: ['operate'],
    query: z.strictObject({ task: taskName.optional() }),
    writes: false,
    answers: { 200: z.array(version) },
    async handle({ application, caller: { companyId }, query }) {
      const client = application.database.pool;
      const versions = await listModelVersions(client, companyId, query.task);
      const standings = new Map<Task, Standing>();
      for (const { task } of versions) {
        if (!standings.has(task)) standings.set(task, await currentStanding(client, companyId, task));
      }
      const models = versions.map((record) => {
        const standing = standings.get(record.task)!;
        const alias =
          record.id === standing.champion
            ? ('champion' as const)
            : record.id === standing.challenger
              ? ('challenger' as const)
              : null;
        const { metrics = {} } = (record.report ?? {}) as { metrics?: Record<string, unknown> };
        return {
          task: taskSlug(record.task),
          version: record.version,
          alias,
          recordedAt: record.recordedAt.toISOString(),
          metrics,
        };
      });
      return { status: 200, body: models };
    },
  }),
  endpoint({
    method: 'get',
    url: '/api/models/{task}/ledger',
    tag: 'models',
    summary: 'Who named which version champion, when and why',
    scopes: ['operate'],
    path: z.object({ task: taskName }),
    writes: false,
    answers: { 200: z.array(change) },
    async handle({ application, caller: { companyId }, path }) {
      const client = application.database.pool;
      const changes = [];
      for (const alias of ['champion', 'challenger'] as const) {
        for (const row of await aliasHistory(client, companyId, path.task, alias, 200)) {
          changes.push(await shownChange(client, row));
        }
      }
      changes.sort((a, b) => (a.recordedAt < b.recordedAt ? 1 : -1));
      return { status: 200, body: changes };
    },
  }),
  endpoint({
    method: 'post',
    url: '/api/models/{task}/promote',
    tag: 'models',
    summary: 'Make a version the champion',
    scopes: ['operate'],
    path: z.object({ task: taskName }),
    body: z.strictObject({ version: z.int().min(1), reason }),
    writes: true,
    answers: { 200: change },
    async handle({ application, caller, path: { task }, body, now, once }) {
      const { companyId, name: actor } = caller;
      return once(async () => {
        const row = await promote(application.database, { companyId, task, actor, now, ...body });
        application.models.invalidate(companyId, task);
        return { status: 200, body: await shownChange(application.database.pool, row) };
      });
    },
  }),
  endpoint({
    method: 'post',
    url: '/api/models/{task}/rollback',
    tag: 'models',
    summary: 'Go back to the champion of before',
    scopes: ['operate'],
    path: z.object({ task: taskName }),
    body: z.strictObject({ reason }),
    writes: true,
    answers: { 200: change },
    async handle({ application, caller, path: { task }, body, now, once }) {
      const { companyId, name: actor } = caller;
      return once(async () => {
        const row = await rollback(application.database, { companyId, task, actor, now, ...body });
        application.models.invalidate(companyId, task);
        return { status: 200, body: await shownChange(application.database.pool, row) };
      });
    },
  }),
];

async function shownChange(client: Queryable, row: AliasRecord): Promise<z.input<typeof change>> {
  const { modelVersionId } = row;
  const named =
    modelVersionId === null ? null : await findModelVersion(client, row.companyId, { id: modelVersionId });
  return {
    task: taskSlug(row.task),
    alias: row.alias,
    version: named?.version ?? null,
    action: row.action,
    reason: row.reason,
    actor: row.actor,
    recordedAt: row.recordedAt.toISOString(),
  };
}
