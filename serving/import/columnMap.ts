import { z } from 'zod';
import { type Finding, Problem } from '../../base/problem.ts';
import type { ImportEntity } from './entity.ts';
import type { Column } from './source.ts';

const fieldSource = z.union([
  z.string().min(1),
  z.strictObject({ column: z.string().min(1) }),
  z.strictObject({ value: z.union([z.string(), z.number(), z.boolean(), z.null()]) }),
  z.strictObject({ sql: z.string().min(1) }),
]);

/** Where a canonical field comes from: a column, a constant, or a DuckDB expression over the row's columns. */
export type FieldSource = z.infer<typeof fieldSource>;

const attributeSources = z.union([
  z.literal('*'),
  z.array(z.string().min(1)),
  z.record(z.string().min(1).max(200), fieldSource),
]);

/**
 * Canonical field -> where it comes from. `attributes` is "*" (every column no field uses), a list of columns,
 * or an object that names each attribute and where it comes from.
 */
const columnMap = z.record(z.string(), z.union([fieldSource, attributeSources]));

export type ColumnMap = z.infer<typeof columnMap>;

/** A map whose names have been checked against the entity and the file. */
export interface ResolvedMap {
  readonly fields: ReadonlyMap<string, ResolvedSource>;
  readonly attributes: ReadonlyMap<string, ResolvedSource> | undefined;
}

export type ResolvedSource = { column: number } | { value: unknown } | { sql: string };

/**
 * @param allowed the entity's canonical fields.
 * @throws Problem `invalid_input` naming every unknown field and column.
 */
export function resolveMap(
  map: unknown,
  entity: ImportEntity,
  allowed: readonly string[],
  columns: readonly Column[],
): ResolvedMap {
  const parsed = columnMap.safeParse(map);
  if (!parsed.success) {
    throw new Problem(
      'invalid_input',
      'The column map is not an object of fields and where they come from.',
      {
        findings: parsed.error.issues.map(({ path, message }) => ({ path: `/${path.join('/')}`, message })),
        remedy: 'Each field is a column name, {"column": "x"}, {"value": constant} or {"sql": "expression"}.',
      },
    );
  }
  const findings: Finding[] = [];
  const resolve = (path: string, source: FieldSource): ResolvedSource => {
    if (typeof source === 'object' && !('column' in source)) return source;
    const name = typeof source === 'string' ? source : source.column;
    const column = findColumn(columns, name);
    if (column === -1) {
      const names = columns.map((present) => present.name).join(', ');
      findings.push({ path, message: 'is not a column of the file', received: name, allowed: names });
    }
    return { column };
  };
  const fields = new Map<string, ResolvedSource>();
  let attributes: Map<string, ResolvedSource> | undefined;
  for (const [field, source] of Object.entries(parsed.data)) {
    if (!allowed.includes(field)) {
      const message = `is not a field of ${entity}`;
      findings.push({ path: field, message, received: field, allowed: allowed.join(', ') });
    } else if (field === 'attributes') {
      if (source === '*') continue;
      attributes = new Map();
      if (Array.isArray(source)) {
        for (const name of source) attributes.set(name, resolve('attributes', name));
      } else if (typeof source === 'object' && !isFieldSource(source)) {
        for (const [name, inner] of Object.entries(source)) {
          attributes.set(name, resolve(`attributes.${name}`, inner as FieldSource));
        }
      } else {
        // A column that holds an object of its own (NDJSON).
        attributes = undefined;
        fields.set(field, resolve(field, source as FieldSource));
      }
    } else if (isFieldSource(source)) fields.set(field, resolve(field, source));
    else findings.push({ path: field, message: 'is not a column name, {"column"}, {"value"} or {"sql"}' });
  }
  if (findings.length > 0) {
    throw new Problem('invalid_input', `The column map does not fit ${entity} or the file.`, {
      findings,
      remedy: findings.map(remedyOf).join('; ').slice(0, 2000),
    });
  }
  if (parsed.data.attributes === '*') {
    const used = new Set([...fields.values()].map((source) => ('column' in source ? source.column : -1)));
    attributes = new Map();
    for (const [column, { name }] of columns.entries())
      if (!used.has(column)) attributes.set(name, { column });
  }
  return { fields, attributes };
}

const remedyOf = ({ path, received, message, allowed }: Finding): string =>
  `${path}${received === undefined || received === path ? '' : ` ("${String(received)}")`} ${message}${allowed === undefined ? '' : `; there are ${allowed}`}`;

function isFieldSource(source: unknown): source is FieldSource {
  return fieldSource.safeParse(source).success;
}

/** The exact name first, else the one that differs in letter case only. */
function findColumn(columns: readonly Column[], name: string): number {
  const exact = columns.findIndex((column) => column.name === name);
  if (exact !== -1) return exact;
  return columns.findIndex((column) => column.name.trim().toLowerCase() === name.trim().toLowerCase());
}
