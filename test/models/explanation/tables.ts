import type { Model } from '../../../models/estimator.ts';
import type { Column, Table } from '../../../models/table.ts';

export const numeric = (name: string, values: ArrayLike<number>): Column => ({
  kind: 'numeric',
  name,
  values: Float64Array.from(values),
});

export const tableOf = (...columns: Column[]): Table => {
  const [first] = columns;
  const rowCount = first!.kind === 'numeric' ? first!.values.length : first!.codes.length;
  return { rowCount, columns };
};

/** A model that is a known function of numeric columns. */
export function knownFunction(f: (value: (name: string) => number) => number): Pick<Model, 'predict'> {
  return {
    predict: ({ rowCount, columns }) =>
      Float64Array.from({ length: rowCount }, (_, row) =>
        f((name) => {
          const column = columns.find((each) => each.name === name)!;
          return column.kind === 'numeric' ? column.values[row]! : column.codes[row]!;
        }),
      ),
  };
}
