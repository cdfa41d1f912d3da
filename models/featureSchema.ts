import { Problem } from '../base/problem.ts';
import type { Column, Row, Table } from './table.ts';

/** What a model knows about a feature it was trained with. */
export type FeatureSpec =
  | { readonly kind: 'numeric'; readonly name: string }
  | { readonly kind: 'categorical'; readonly name: string; readonly vocabulary: readonly string[] };

/** A feature's value as models see it: the number or the category's code; NaN is missing, -1 an unseen category. */
export type EncodedValue = number;
export const unseenCategory = -1;

/** How many categories of one feature are learned; rarer ones are treated as unseen. */
const maximumCategories = 254;

/**
 * The features of a training table, in code-unit order of their names so that the order of columns never matters.
 * Only categories that occur with positive weight are learned, the heaviest `maximumCategories` of them.
 *
 * A column without any present value has no kind yet: it becomes a category of which none is known, so that
 * whatever is given later, number or text, is unseen.
 */
export function schemaOf(table: Table, weights?: Float64Array): FeatureSpec[] {
  return [...table.columns]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((column) => {
      const { name } = column;
      if (column.kind === 'categorical')
        return { kind: 'categorical', name, vocabulary: learnedCategories(column, weights) };
      const observed = column.values.some(
        (value, row) => !Number.isNaN(value) && (weights === undefined || weights[row]! > 0),
      );
      return observed ? { kind: 'numeric', name } : { kind: 'categorical', name, vocabulary: [] };
    });
}

function learnedCategories(column: Column & { kind: 'categorical' }, weights?: Float64Array): string[] {
  const weightOf = new Float64Array(column.vocabulary.length);
  column.codes.forEach((code, row) => {
    if (code >= 0) weightOf[code]! += weights === undefined ? 1 : weights[row]!;
  });
  return column.vocabulary
    .map((category, code) => ({ category, weight: weightOf[code]! }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || (a.category < b.category ? -1 : 1))
    .slice(0, maximumCategories)
    .map(({ category }) => category)
    .sort();
}

/** The category a raw value stands for; null when missing. Booleans read as in a numeric column, '1' and '0'. */
export function categoryOf(value: Row[string] | undefined): string | null {
  if (typeof value === 'string') return value;
  // A row without a feature called 'constructor' has one all the same, from its prototype: that is missing, too.
  if (typeof value !== 'number' && typeof value !== 'boolean') return null;
  return Number.isNaN(value) ? null : String(Number(value));
}

/** Reads tables and rows by feature name into encoded values, in the order of the schema. */
export interface FeatureReader {
  readonly features: readonly FeatureSpec[];
  /** One array per feature, of the table's row count. Not to be written to. */
  readTable(table: Table): Float64Array[];
  readRow(row: Row): Float64Array;
  /** The value as a person would read it, for explanations. */
  shownValue(feature: number, row: Row): number | string | null;
}

/**
 * Compiles a schema once per model. An absent column is missing everywhere, extra columns are ignored, and a numeric
 * column given for a categorical feature is read as text.
 * @throws Problem invalid_input when text is given for a numeric feature
 */
export function featureReader(features: readonly FeatureSpec[]): FeatureReader {
  const names = features.map(({ name }) => name);
  const codes = features.map((feature) =>
    feature.kind === 'categorical'
      ? new Map(feature.vocabulary.map((word, code) => [word, code]))
      : undefined,
  );
  const codeOf = (feature: number, category: string | null): EncodedValue =>
    category === null ? Number.NaN : (codes[feature]!.get(category) ?? unseenCategory);

  const readColumn = (feature: number, column: Column | undefined, rowCount: number): Float64Array => {
    const spec = features[feature]!;
    if (column === undefined) return new Float64Array(rowCount).fill(Number.NaN);
    if (spec.kind === 'numeric') {
      if (column.kind === 'numeric') return column.values;
      const code = column.codes.find((each) => each >= 0);
      if (code !== undefined) throw textForNumber(spec.name, column.vocabulary[code]!);
      return new Float64Array(rowCount).fill(Number.NaN);
    }
    if (column.kind === 'numeric')
      return Float64Array.from(column.values, (value) => codeOf(feature, categoryOf(value)));
    const translated = column.vocabulary.map((category) => codeOf(feature, category));
    const encoded = new Float64Array(rowCount);
    for (let row = 0; row < rowCount; row++) {
      const code = column.codes[row]!;
      encoded[row] = code < 0 ? Number.NaN : translated[code]!;
    }
    return encoded;
  };

  return {
    features,
    readTable(table) {
      const columns = new Map(table.columns.map((column) => [column.name, column]));
      return features.map((spec, feature) => readColumn(feature, columns.get(spec.name), table.rowCount));
    },
    readRow(row) {
      const encoded = new Float64Array(features.length);
      for (let feature = 0; feature < features.length; feature++) {
        const value = row[names[feature]!];
        if (codes[feature] !== undefined) encoded[feature] = codeOf(feature, categoryOf(value));
        else if (typeof value === 'number') encoded[feature] = value;
        else if (typeof value === 'string') throw textForNumber(names[feature]!, value);
        else encoded[feature] = value === null || value === undefined ? Number.NaN : Number(value);
      }
      return encoded;
    },
    shownValue(feature, row) {
      const spec = features[feature]!;
      const value = row[spec.name];
      if (spec.kind === 'categorical') return categoryOf(value);
      return typeof value === 'boolean' || (typeof value === 'number' && !Number.isNaN(value))
        ? Number(value)
        : null;
    },
  };
}

function textForNumber(feature: string, received: string): Problem {
  return new Problem('invalid_input', `The feature ${feature} is a number, but text was given.`, {
    findings: [
      {
        path: feature,
        message: 'text where the model learned a number',
        received,
        allowed: 'a number or null',
      },
    ],
    remedy: 'Send a number, or null when it is not known.',
  });
}
