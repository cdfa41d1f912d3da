import type { CategoricalColumn, Column, Table } from '../table.ts';

/** Contexts joined with an action, as a reward model reads them. */
export interface ActionTable {
  /** Of the columns that are products of context and action. */
  readonly products: ReadonlySet<string>;
  /** Row i of `contexts` with action `actions[i]`, an index into the names. */
  join(contexts: Table, actions: Int32Array): Table;
}

/** More products than this bring more noise and time than they tell. */
const mostProducts = 200;
const mostCategories = 8;

/**
 * One model for all actions: the action is a feature among those of the context, so that what they have in common is
 * learned once and an action seldom taken leans on the others. Trees find by themselves where actions differ; for
 * linear models each number comes once per action (0 for all others), and each category of few joined with the action.
 * @param contexts the rows to learn from: centres, scales and categories are theirs
 */
export function actionTable(contexts: Table, names: readonly string[]): ActionTable {
  const wanted = contexts.columns.filter(
    (column) => column.kind === 'numeric' || column.vocabulary.length <= mostCategories,
  );
  const crossed = wanted.length * names.length <= mostProducts ? wanted.map(standardOf) : [];
  const labels = crossed.map(({ name }) => names.map((action) => `${name} for ${action}`));
  const actionName = uniqueName(contexts, 'action');
  return {
    products: new Set(labels.flat().concat(crossed.map(({ name }) => `${name} with action`))),
    join(table, actions) {
      const action: CategoricalColumn = {
        kind: 'categorical',
        name: actionName,
        codes: actions,
        vocabulary: names,
      };
      const columnOf = new Map(table.columns.map((column) => [column.name, column]));
      const products = crossed.flatMap(({ name, mean, scale }, index): Column[] => {
        const column = columnOf.get(name)!;
        if (column.kind === 'categorical') return [joined(column, action)];
        return names.map((_, taken) => ({
          kind: 'numeric',
          name: labels[index]![taken]!,
          values: column.values.map((value, row) =>
            actions[row] === taken && !Number.isNaN(value) ? (value - mean) / scale : 0,
          ),
        }));
      });
      return { rowCount: table.rowCount, columns: [...table.columns, action, ...products] };
    },
  };
}

/** Mean and deviation of what is there and finite; 0 and 1 of a category. */
function standardOf(column: Column): {
  readonly name: string;
  readonly mean: number;
  readonly scale: number;
} {
  const { name } = column;
  if (column.kind === 'categorical') return { name, mean: 0, scale: 1 };
  const values = column.values.filter(Number.isFinite);
  if (values.length === 0) return { name, mean: 0, scale: 1 };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { name, mean, scale: Math.sqrt(variance) || 1 };
}

/** One category per pair; missing where the context is. */
function joined(context: CategoricalColumn, action: CategoricalColumn): CategoricalColumn {
  const actions = action.vocabulary.length;
  return {
    kind: 'categorical',
    name: `${context.name} with action`,
    codes: context.codes.map((code, row) => (code < 0 ? -1 : code * actions + action.codes[row]!)),
    vocabulary: context.vocabulary.flatMap((category) =>
      action.vocabulary.map((name) => `${category} with ${name}`),
    ),
  };
}

function uniqueName({ columns }: Table, wanted: string): string {
  return columns.some(({ name }) => name === wanted)
    ? uniqueName({ rowCount: 0, columns }, `${wanted} taken`)
    : wanted;
}
