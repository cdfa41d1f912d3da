import { Problem } from '../../../base/problem.ts';
import { type ColumnContent, columnContent, contradicts, kindOfContent } from './columnContent.ts';
import { columnWords, kindOfName } from './columnWords.ts';
import { type ColumnPlan, type FieldKind, type FieldPlan, fieldKinds } from './fieldKind.ts';
import type { RecordColumn } from './recordTable.ts';
import { says } from './redundantNames.ts';

/** Column name -> kind, or 'drop'. */
export type KindOverrides = Readonly<Record<string, FieldKind | 'drop'>>;

/** Kinds whose numbered columns (address_1 is not address_2, but fname_c1 and fname_c2 are one name) are joined. */
const joined: ReadonlySet<FieldKind> = new Set(['givenName', 'familyName']);

/**
 * Finds out what each column holds: by its name, unless the values contradict, else by its values. Rules: identifiers
 * and truth (`id`, `cluster`, `entity` ... in the name, or a number that no two rows share) are not compared; columns
 * of birth year, month and day are one date; numbered parts of a name are one name; of given, family and full name only
 * the one is compared that says it all; constants and empty columns say nothing.
 * @throws Problem invalid_input for an unknown kind or column in `overrides`, not_enough_data when no column is left
 */
export function mapColumns(columns: readonly RecordColumn[], overrides: KindOverrides = {}): ColumnPlan {
  checkOverrides(columns, overrides);
  const dropped: { column: string; reason: string }[] = [];
  const parts = new Map<string, string>();
  const plans: FieldPlan[] = [];
  for (const column of columns) {
    const drop = (reason: string) => dropped.push({ column: column.name, reason });
    const asked = overrides[column.name];
    if (asked === 'drop') {
      drop('as asked for (--map)');
      continue;
    }
    const content = columnContent(column);
    if (content.present === 0) drop('it is empty');
    else if (content.distinct === 1 && asked === undefined) drop('it says the same in every row');
    else if (asked !== undefined) plans.push({ name: column.name, kind: asked, columns: [column.name] });
    else place(column, content, plans, parts, drop);
  }
  const year = parts.get('year');
  if (year !== undefined && parts.size > 1) {
    const list = ['year', 'month', 'day'].map((part) => parts.get(part) ?? '');
    plans.push({ name: 'date', kind: 'date', columns: list });
  } else {
    for (const name of parts.values()) plans.push({ name, kind: 'number', columns: [name] });
  }
  const fields = withoutRepetition(joinParts(plans), columns, dropped);
  if (fields.every(({ onlyKeys }) => onlyKeys === true))
    throw new Problem('not_enough_data', 'No column is left to compare records by.', {
      findings: dropped.map(({ column, reason }) => ({ path: column, message: reason })),
      remedy: 'Say with --map which column holds what (givenName, familyName, date ...).',
    });
  return { fields, dropped };
}

function checkOverrides(columns: readonly RecordColumn[], overrides: KindOverrides): void {
  for (const [name, kind] of Object.entries(overrides)) {
    const known = columns.some((column) => column.name === name);
    if (known && (kind === 'drop' || fieldKinds.includes(kind))) continue;
    throw new Problem('invalid_input', `--map names what is not there: ${name}: ${String(kind)}.`, {
      findings: [
        {
          path: name,
          message: known ? 'is no kind of field' : 'is no column of the file',
          received: kind,
          allowed: known
            ? [...fieldKinds, 'drop'].join(', ')
            : columns.map((column) => column.name).join(', '),
        },
      ],
    });
  }
}

function place(
  column: RecordColumn,
  content: ColumnContent,
  plans: FieldPlan[],
  parts: Map<string, string>,
  drop: (reason: string) => void,
): void {
  const named = kindOfName(column.name);
  if (named === 'identifier') {
    drop('its name says that it identifies rows or entities');
    return;
  }
  if (named === 'year' || named === 'month' || named === 'day') {
    if (content.digits > 0.9 && !parts.has(named)) {
      parts.set(named, column.name);
      return;
    }
  } else if (named !== undefined && !contradicts(named, content)) {
    plans.push({ name: column.name, kind: named, columns: [column.name] });
    return;
  }
  const kind = kindOfContent(content);
  const unique = content.distinct > 0.98 * content.present && content.present > 50;
  if (
    unique &&
    content.wordsPerValue < 1.5 &&
    (kind === 'number' || kind === 'text') &&
    content.digits > 0.5
  ) {
    drop('no two rows share a value: it seems to number the rows');
    return;
  }
  plans.push({ name: column.name, kind, columns: [column.name] });
}

/** fname_c1 and fname_c2 are one given name in two columns. */
function joinParts(plans: readonly FieldPlan[]): FieldPlan[] {
  const result: FieldPlan[] = [];
  for (const plan of plans) {
    const stem = stemOf(plan.name);
    const at = result.findIndex((other) => other.kind === plan.kind && stemOf(other.name) === stem);
    if (at < 0 || !joined.has(plan.kind)) {
      result.push(plan);
      continue;
    }
    const other = result[at]!;
    result[at] = { ...other, columns: [...other.columns, ...plan.columns] };
  }
  return result;
}

const stemOf = (name: string): string => columnWords(name).replace(/\s*(c|part|teil|nr)?\s*\d+$/, '');

/** Full names beside their parts: what is said twice must not count twice. */
function withoutRepetition(
  plans: readonly FieldPlan[],
  columns: readonly RecordColumn[],
  dropped: { column: string; reason: string }[],
): FieldPlan[] {
  const columnsOf = (plan: FieldPlan) =>
    plan.columns.map((name) => columns.find((column) => column.name === name)!);
  const whole = plans.filter(({ kind }) => kind === 'fullName');
  const parts = plans.filter(({ kind }) => kind === 'givenName' || kind === 'familyName');
  let kept = [...plans];
  const partColumns = parts.flatMap(columnsOf);
  const fullest = whole.find((full) => partColumns.length > 0 && says(columnsOf(full), partColumns));
  for (const full of whole) {
    if (full === fullest) continue;
    const repeats =
      says(partColumns, columnsOf(full)) ||
      whole.some(
        (other) => other !== full && kept.includes(other) && says(columnsOf(other), columnsOf(full)),
      );
    if (!repeats) continue;
    kept = kept.filter((plan) => plan !== full);
    dropped.push({ column: full.name, reason: 'other columns say the same name' });
  }
  if (fullest === undefined) return kept;
  return kept.map((plan) => (parts.includes(plan) ? { ...plan, onlyKeys: true } : plan));
}
