import { Problem } from '../../base/problem.ts';
import type { ResolvedMap } from './columnMap.ts';
import type { ImportEntity } from './entity.ts';
import type { Source } from './source.ts';

/** Fields without which no row of an entity is valid. */
const requiredFields: Readonly<Record<ImportEntity, readonly string[]>> = {
  customers: ['externalId'],
  calls: ['externalId', 'occurredAt'],
  leads: ['externalId', 'occurredAt'],
  appointments: ['externalId', 'scheduledAt'],
  interactions: ['externalId', 'action', 'occurredAt'],
  transactions: ['customerExternalId', 'amount', 'occurredAt'],
  corrections: ['callExternalId', 'occurredAt'],
  outcomes: ['subjectType', 'subjectExternalId', 'kind', 'occurredAt'],
};

/** @throws Problem `invalid_input` when the map leaves a required field out. */
export function requireFields(entity: ImportEntity, map: ResolvedMap, source: Source): void {
  const missing = requiredFields[entity].filter((field) => !map.fields.has(field));
  if (missing.length === 0) return;
  const columns = source.columns.map(({ name }) => name);
  throw new Problem(
    'invalid_input',
    `${entity} need ${missing.join(', ')}, which the column map does not give.`,
    {
      findings: missing.map((path) => ({ path, message: 'is required', allowed: columns.join(', ') })),
      remedy:
        columns.length === 1
          ? `The file was read as ${source.description} with the single column "${columns[0]?.slice(0, 100)}": check --delimiter and --encoding.`
          : `Name a column, a constant or an expression for it with --map; the file has ${columns.join(', ').slice(0, 1000)}.`,
    },
  );
}
