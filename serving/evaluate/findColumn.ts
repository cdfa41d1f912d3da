import { Problem } from '../../base/problem.ts';
import { editDistance } from '../../models/linking/editDistance.ts';

/**
 * The column somebody meant: its exact name, else one that differs in letter case or blanks around it only.
 * @param option for the message, such as --label
 * @throws Problem not_found that names the nearest columns
 */
export function findColumn(names: readonly string[], wanted: string, option: string): string {
  const found = names.includes(wanted)
    ? wanted
    : names.find((name) => name.trim().toLowerCase() === wanted.trim().toLowerCase());
  if (found !== undefined) return found;
  const near = nearest(names, wanted);
  throw new Problem('not_found', `There is no column "${wanted}" in the table (${option}).`, {
    findings: [{ path: option, message: 'is not a column', received: wanted, allowed: shown(names) }],
    remedy:
      near.length === 0
        ? `The columns are: ${shown(names)}.`
        : `Did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`,
  });
}

/** As findColumn, for a list in which `*` stands for any letters; each entry must name a column. */
export function findColumns(names: readonly string[], wanted: readonly string[], option: string): string[] {
  return wanted.flatMap((entry) => {
    if (!entry.includes('*') || names.includes(entry)) return [findColumn(names, entry, option)];
    const parts = entry.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    const pattern = new RegExp(`^${parts.join('.*')}$`, 'i');
    const matching = names.filter((name) => pattern.test(name));
    return matching.length > 0 ? matching : [findColumn(names, entry, option)];
  });
}

function nearest(names: readonly string[], wanted: string): string[] {
  const target = wanted.toLowerCase();
  return names
    .map((name) => {
      const other = name.toLowerCase();
      const contains = other.length > 2 && (other.includes(target) || target.includes(other));
      const steps = editDistance(other, target);
      const length = Math.max(other.length, target.length);
      return { name, distance: contains ? 0 : steps > 3 ? 1 : steps / length };
    })
    .filter(({ distance }) => distance <= 0.4)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

const shown = (names: readonly string[]): string =>
  names.slice(0, 40).join(', ') + (names.length > 40 ? `, ... (${names.length} in all)` : '');
