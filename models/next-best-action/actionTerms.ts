import type { Column, Row, Table } from '../table.ts';
import { tableFromRows } from '../tableFromRows.ts';

/** A quantity of the lead whose effect may differ by action. */
export interface CrossedFeature {
  readonly feature: string;
  /** The quantity is whether the feature is this category; null: it is the (numeric) feature itself. */
  readonly category: string | null;
  /** Centre and scale over the training rows: a term is 0 for the average lead and for every other action. */
  readonly mean: number;
  readonly scale: number;
}

/** More terms than this cost more in noise and time than they bring. */
const mostCrossed = 24;
const mostCategories = 8;

function quantity(row: Row, feature: string, category: string | null): number | null {
  const value = row[feature];
  if (value === null || value === undefined) return null;
  if (category !== null) return String(value) === category ? 1 : 0;
  return typeof value === 'string' ? null : Number(value);
}

function candidates(rows: readonly Row[]): Pick<CrossedFeature, 'feature' | 'category'>[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].sort();
  return names.flatMap((feature): Pick<CrossedFeature, 'feature' | 'category'>[] => {
    const counts = new Map<string, number>();
    let text = false;
    for (const { [feature]: value } of rows) {
      if (typeof value !== 'string') continue;
      text = true;
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    if (!text) return [{ feature, category: null }];
    return [...counts]
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .slice(0, mostCategories)
      .map(([category]) => ({ feature, category }));
  });
}

/**
 * The quantities whose effect on the label differs most between actions: those for which the covariances with
 * the label within each action spread most around their mean, in units of chance. Quantities missing in more
 * than half of the rows are left out.
 */
export function crossedFeatures(
  rows: readonly Row[],
  actions: readonly string[],
  labels: readonly number[],
): CrossedFeature[] {
  const names = [...new Set(actions)].sort();
  const groups = names.map((name) => actions.flatMap((action, index) => (action === name ? [index] : [])));
  const shares = groups.map((group) => group.reduce((sum, index) => sum + labels[index]!, 0) / group.length);
  const scored = candidates(rows).flatMap(({ feature, category }) => {
    const values = rows.map((row) => quantity(row, feature, category));
    const present = values.filter((value) => value !== null);
    if (present.length < rows.length / 2) return [];
    const mean = present.reduce((sum, value) => sum + value, 0) / present.length;
    const scale = Math.sqrt(present.reduce((sum, value) => sum + (value - mean) ** 2, 0) / present.length);
    if (!(scale > 0 && Number.isFinite(scale))) return [];
    const covariances = groups.map(
      (group, index) =>
        group.reduce((sum, row) => {
          const value = values[row];
          return value === null || value === undefined
            ? sum
            : sum + ((value - mean) / scale) * (labels[row]! - shares[index]!);
        }, 0) / group.length,
    );
    const overall =
      covariances.reduce((sum, value, index) => sum + value * groups[index]!.length, 0) / rows.length;
    const spread = covariances.reduce(
      (sum, value, index) => sum + groups[index]!.length * (value - overall) ** 2,
      0,
    );
    return [{ crossed: { feature, category, mean, scale }, spread }];
  });
  return scored
    .sort((a, b) => b.spread - a.spread)
    .slice(0, mostCrossed)
    .map(({ crossed }) => crossed);
}

/** Leads with a considered action, as the classifier under the task reads them. */
export interface ActionTerms {
  /** Of all terms. */
  readonly names: ReadonlySet<string>;
  row(lead: Row, action: string): Row;
  /** Row i is leads[i] with actions[i]. */
  table(leads: readonly Row[], actions: readonly string[]): Table;
}

/**
 * To the features of a lead come the action itself and, for each crossed quantity, a term per action that is the
 * standardised quantity under this action and 0 under any other. In a linear learner that gives each action its own
 * slopes; without them every lead would be given the same action.
 */
export function actionTerms(actions: readonly string[], crossed: readonly CrossedFeature[]): ActionTerms {
  const named = crossed.map((quantity) => {
    const { feature, category } = quantity;
    const label = category === null ? feature : `${feature} = ${category}`;
    return { quantity, names: actions.map((action) => `${label} for ${action}`) };
  });
  return {
    names: new Set(named.flatMap(({ names }) => names)),
    row(lead, action) {
      const row: Record<string, Row[string]> = { ...lead, action };
      const taken = actions.indexOf(action);
      for (const { quantity, names } of named) {
        const term = standardised(lead, quantity);
        for (let index = 0; index < names.length; index++) row[names[index]!] = index === taken ? term : 0;
      }
      return row;
    },
    table(leads, taken) {
      const vocabulary = [...new Set(taken)].sort();
      const codes = Int32Array.from(taken, (action) => vocabulary.indexOf(action));
      const indexOf = vocabulary.map((action) => actions.indexOf(action));
      const terms = named.flatMap(({ quantity, names }): Column[] => {
        const columns = names.map(() => new Float64Array(leads.length));
        leads.forEach((lead, row) => {
          const column = columns[indexOf[codes[row]!]!];
          if (column !== undefined) column[row] = standardised(lead, quantity);
        });
        return columns.map((values, index) => ({ kind: 'numeric', name: names[index]!, values }));
      });
      const known = new Set(leads.flatMap((lead) => Object.keys(lead)));
      known.delete('action');
      const features = tableFromRows(leads, [...known].sort());
      const action: Column = { kind: 'categorical', name: 'action', codes, vocabulary };
      return { rowCount: leads.length, columns: [...features.columns, action, ...terms] };
    },
  };
}

/** 0 when missing: the mean. */
function standardised(lead: Row, { feature, category, mean, scale }: CrossedFeature): number {
  const value = quantity(lead, feature, category);
  return value === null ? 0 : (value - mean) / scale;
}
