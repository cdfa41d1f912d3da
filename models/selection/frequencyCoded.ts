import { boostedTreesClassifier, boostedTreesRegressor } from '../boostedTrees.ts';
import type { Estimator, FitOptions, Model, ModelData } from '../estimator.ts';
import { categoryOf } from '../featureSchema.ts';
import type { CategoricalColumn, Column, Dataset, Row, Table } from '../table.ts';

/** Categories of one column, from the rarest to the most frequent: the place of a category is its number. */
interface FrequencyCode {
  readonly name: string;
  readonly vocabulary: readonly string[];
}

export interface FrequencyCodedData extends ModelData {
  readonly kind: 'frequency-coded';
  readonly codes: readonly FrequencyCode[];
  readonly model: ModelData;
}

interface CodedOptions extends FitOptions {
  readonly validation?: Dataset;
}

/** Rarer than anything seen. */
const unseen = -1;

/**
 * Boosted trees that see a category as a number: its place in the order of frequency. They cannot group categories at
 * will, which on few rows per category follows noise, but cheaply divide usual from rare ones.
 */
export const frequencyCodedEstimators: readonly Estimator[] = [
  boostedTreesClassifier,
  boostedTreesRegressor,
].map(
  (inner): Estimator<CodedOptions> => ({
    name: `frequency-coded-${inner.name}`,
    task: inner.task,
    findsInteractions: true,
    async fit(dataset, options = {}) {
      const codes = dataset.columns.flatMap((column) =>
        column.kind === 'categorical' ? [frequencyCode(column, dataset.weights)] : [],
      );
      const coded = <T extends Table>(rows: T): T => ({ ...rows, ...codedTable(rows, codes) });
      const { validation } = options;
      const given = validation === undefined ? options : { ...options, validation: coded(validation) };
      const model = await inner.fit(coded(dataset), given);
      return frequencyCodedModel({ kind: 'frequency-coded', codes, model: model.data }, model);
    },
  }),
);

/** @param model that of `data.model` */
export function frequencyCodedModel(data: FrequencyCodedData, model: Model): Model {
  const { codes } = data;
  const placesOf = codes.map(({ vocabulary }) => new Map(vocabulary.map((word, place) => [word, place])));
  const codedRow = (row: Row): Row => {
    const coded: Record<string, Row[string]> = { ...row };
    codes.forEach(({ name }, index) => {
      const category = categoryOf(row[name]);
      coded[name] = category === null ? null : (placesOf[index]!.get(category) ?? unseen);
    });
    return coded;
  };
  return {
    data,
    scale: model.scale,
    predict: (table) => model.predict(codedTable(table, codes)),
    predictRow: (row) => model.predictRow(codedRow(row)),
    rawScores: (table) => model.rawScores(codedTable(table, codes)),
    rawScoreRow: (row) => model.rawScoreRow(codedRow(row)),
    explainRow(row) {
      const { baseline, contributions } = model.explainRow(codedRow(row));
      const names = new Set(codes.map(({ name }) => name));
      return {
        baseline,
        contributions: contributions.map((each) =>
          names.has(each.feature) ? { ...each, value: categoryOf(row[each.feature]) } : each,
        ),
      };
    },
  };
}

function frequencyCode(
  { name, codes, vocabulary }: CategoricalColumn,
  weights?: Float64Array,
): FrequencyCode {
  const weightOf = new Float64Array(vocabulary.length);
  codes.forEach((code, row) => {
    if (code >= 0) weightOf[code]! += weights === undefined ? 1 : weights[row]!;
  });
  const order = vocabulary
    .map((word, code) => ({ word, weight: weightOf[code]! }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => a.weight - b.weight || (a.word < b.word ? -1 : 1));
  return { name, vocabulary: order.map(({ word }) => word) };
}

function codedTable({ rowCount, columns }: Table, codes: readonly FrequencyCode[]): Table {
  const codeOf = new Map(codes.map((code) => [code.name, code]));
  return {
    rowCount,
    columns: columns.map((column) => {
      const code = codeOf.get(column.name);
      return code === undefined ? column : codedColumn(column, code);
    }),
  };
}

function codedColumn(column: Column, { name, vocabulary }: FrequencyCode): Column {
  const places = new Map(vocabulary.map((word, place) => [word, place]));
  if (column.kind === 'numeric') {
    const place = (value: number) => {
      const category = categoryOf(value);
      return category === null ? Number.NaN : (places.get(category) ?? unseen);
    };
    return { kind: 'numeric', name, values: column.values.map(place) };
  }
  const translated = column.vocabulary.map((word) => places.get(word) ?? unseen);
  return {
    kind: 'numeric',
    name,
    values: Float64Array.from(column.codes, (code) => (code < 0 ? Number.NaN : translated[code]!)),
  };
}
