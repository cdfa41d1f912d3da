import { z } from 'zod';
import { Problem } from '../../../base/problem.ts';
import { importEntities } from '../../import/entity.ts';
import { importRows } from '../../import/importRows.ts';
import { endpoint } from '../endpoint.ts';

const rows = z.array(z.unknown()).max(100_000);

const body = z.union([z.strictObject({ rows }), z.string()]).meta({
  description: '{"rows": [...]}, or one JSON object per line as application/x-ndjson.',
});

export const importEndpoints = [
  endpoint({
    method: 'post',
    url: '/api/import/{entity}',
    tag: 'feedback',
    summary: 'Many rows of one kind',
    description: 'Idempotent by externalId. Good rows are imported beside rejected ones, which are named.',
    scopes: ['feedback'],
    path: z.object({ entity: z.enum(importEntities) }),
    body,
    mediaTypes: ['application/x-ndjson', 'application/ndjson', 'application/jsonl'],
    large: true,
    writes: true,
    answers: {
      200: z.object({
        imported: z.int(),
        updated: z.int(),
        unchanged: z.int(),
        superseded: z.int().meta({ description: 'Rows followed by another of the same externalId.' }),
        rejected: z.array(
          z.object({ line: z.int(), column: z.string(), value: z.unknown(), reason: z.string() }),
        ),
      }),
    },
    async handle({ application, caller: { companyId }, path, body: given, once }) {
      const delivered = typeof given === 'string' ? linesOf(given) : given.rows;
      return once(async () => {
        const report = await importRows({
          database: application.database,
          companyId,
          entity: path.entity,
          rows: delivered,
          clock: application.clock,
        });
        return {
          status: 200,
          body: {
            imported: report.imported,
            updated: report.updated,
            unchanged: report.unchanged,
            superseded: report.superseded,
            rejected: report.rejected.map(({ line, column, value, reason }) => ({
              line,
              column,
              value: value ?? null,
              reason,
            })),
          },
        };
      });
    },
  }),
];

/** A line that is no JSON becomes a row that is rejected: one broken line must not lose the others. */
function linesOf(text: string): unknown[] {
  const lines = text.split('\n').map((line) => line.trim());
  while (lines.at(-1) === '') lines.pop();
  const parsed = lines.map((line): unknown => {
    try {
      return JSON.parse(line);
    } catch {
      return line;
    }
  });
  const result = rows.safeParse(parsed);
  if (result.success) return result.data;
  throw new Problem('payload_too_large', 'One import takes at most 100,000 rows.', {
    remedy: 'Send them in several requests, or use: linkloop import.',
  });
}
