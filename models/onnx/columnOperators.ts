import { attributeReader } from './attribute.ts';
import { invalidModel } from './invalidModel.ts';
import type { Meaning } from './meaning.ts';
import { type OnnxNode, tensorType } from './proto.ts';
import type { SourceColumn } from './sourceColumn.ts';

type Columns = Meaning & { readonly is: 'columns' };

/** What an operator makes of columns; undefined when it is not one of those that exporters put before trees. */
export function applyToColumns(node: OnnxNode, inputs: readonly Meaning[]): Meaning | undefined {
  if (!inputs.every((input): input is Columns => input.is === 'columns')) return undefined;
  const columns = inputs.flatMap((input) => input.columns);
  const attributes = attributeReader(node);
  switch (node.opType) {
    case 'Identity':
      return { is: 'columns', columns };
    case 'Concat': {
      const along = attributes.int('axis', 0);
      return along === 1 || along === -1 ? { is: 'columns', columns } : undefined;
    }
    case 'Cast': {
      const to = attributes.int('to', 0);
      if (to !== tensorType.float && to !== tensorType.double) return undefined;
      if (columns.some(({ kind }) => kind === 'text')) return undefined;
      return { is: 'columns', columns: columns.map((column) => rounded(column, to)) };
    }
    case 'LabelEncoder': {
      const [column] = columns;
      if (columns.length !== 1 || column?.kind !== 'text') return undefined;
      return { is: 'columns', columns: [encoded(node, column.name)] };
    }
    default:
      return undefined;
  }
}

/** Once rounded to 32 bits, a number stays so. */
function rounded(column: SourceColumn, to: number): SourceColumn {
  if (column.kind === 'number') return to === tensorType.float ? { ...column, bits: 32 } : column;
  if (column.kind === 'text' || to !== tensorType.float) return column;
  return { ...column, values: column.values.map(Math.fround), unseen: Math.fround(column.unseen) };
}

function encoded(node: OnnxNode, name: string): SourceColumn {
  const attributes = attributeReader(node);
  const keys = attributes.texts('keys_strings');
  const whole = attributes.has('values_int64s');
  const values = whole ? attributes.ints('values_int64s') : attributes.floats('values_floats');
  if (keys.length === 0 || keys.length !== values.length || new Set(keys).size !== keys.length)
    throw invalidModel(`The LabelEncoder of ${name} does not give each text one number.`);
  const unseen = whole ? attributes.int('default_int64', -1) : attributes.float('default_float', 0);
  const known = keys.map((_, code) => code).filter((code) => !Object.is(values[code], unseen));
  return {
    kind: 'category',
    name,
    vocabulary: known.map((code) => keys[code]!),
    values: known.map((code) => values[code]!),
    unseen,
  };
}
