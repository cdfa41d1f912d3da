import { Problem } from '../../base/problem.ts';
import type { ContextualLog } from '../../models/off-policy/crossFit.ts';
import { findColumn, findColumns } from '../evaluate/findColumn.ts';
import { readTextTable } from '../evaluate/readTextTable.ts';
import type { TextColumn } from '../evaluate/textColumn.ts';
import { actionsOf, contextsOf, groupsOf, numbersOf, rowsWith, type TableOptions } from './tableColumns.ts';

export interface DecisionColumns extends TableOptions {
  readonly context: readonly string[];
  readonly action: string;
  readonly reward: string;
  readonly propensity: string;
  /** Decisions that agree here are of one subject. */
  readonly group?: string | undefined;
  /** Probability with which the policy to be judged would have taken the logged action. */
  readonly judged?: string | undefined;
}

/** A file of decisions that one policy has taken. */
export interface DecisionLog extends ContextualLog {
  readonly judged?: Float64Array;
  readonly description: string;
  readonly notes: readonly string[];
}

/**
 * Reads a log of decisions. Rows without a reward are left out, for it is not known yet; nothing said as an action is the
 * action `none`.
 * @throws Problem not_found for a column that is not there, invalid_input for a value that cannot be used
 */
export async function readDecisions(path: string, options: DecisionColumns): Promise<DecisionLog> {
  const file = await readTextTable(path, options);
  const names = file.columns.map(({ name }) => name);
  const find = (wanted: string, option: string): string => findColumn(names, wanted, option);
  const reward = find(options.reward, '--reward');
  const { rowCount, columns, notes } = rowsWith(file, reward);
  const column = (name: string): TextColumn => columns.find((each) => each.name === name)!;
  const action = find(options.action, '--action');
  const propensity = find(options.propensity, '--propensity');
  const group = options.group === undefined ? undefined : find(options.group, '--group');
  const judged = options.judged === undefined ? undefined : find(options.judged, '--evaluate');
  const context = [...new Set(findColumns(names, options.context, '--context'))];
  const roles = [action, reward, propensity, judged].filter((name) => name !== undefined);
  const known = context.filter((name) => roles.includes(name));
  if (known.length > 0)
    throw new Problem(
      'invalid_input',
      `${known.join(', ')} cannot be a context: it is known only with the action.`,
      {
        remedy: 'Give as --context what was known before the action was chosen.',
      },
    );
  const contexts = contextsOf(context.map(column), rowCount);
  const { codes, words } = actionsOf(column(action));
  if (column(action).codes.some((code) => code < 0))
    notes.push(`Rows without ${action} were taken for the action "none".`);
  return {
    rewards: numbersOf(column(reward)),
    propensities: numbersOf(column(propensity)),
    ...(group === undefined ? {} : { subjects: groupsOf(column(group)) }),
    ...(judged === undefined ? {} : { judged: numbersOf(column(judged)) }),
    contexts: contexts.table,
    actions: codes,
    names: words,
    description: file.description,
    notes: [...notes, ...contexts.notes],
  };
}
