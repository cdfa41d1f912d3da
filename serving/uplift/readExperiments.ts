import { Problem } from '../../base/problem.ts';
import { pick, selectTableRows } from '../../models/selectRows.ts';
import type { Experiment } from '../../models/uplift/upliftLearner.ts';
import { findColumn, findColumns } from '../evaluate/findColumn.ts';
import { type ReadOptions, readTextTable } from '../evaluate/readTextTable.ts';
import type { TextColumn } from '../evaluate/textColumn.ts';
import { actionsOf, contextsOf, numbersOf, rowsWith } from '../policy/tableColumns.ts';
import { pairPropensities, propensityColumns } from './propensities.ts';

export interface ExperimentColumns extends ReadOptions {
  readonly context: readonly string[];
  readonly treatment: string;
  /** The value of the treatment column that stands for no treatment. */
  readonly control?: string | undefined;
  readonly outcome: string;
  /**
   * Column of the probability with which each row was assigned to what it got, or `treatment=column` for each
   * treatment, divided by commas; absent: the share of rows that got it.
   */
  readonly propensity?: string | undefined;
}

/** One treatment against the control group. */
export interface NamedExperiment {
  readonly treatment: string;
  readonly experiment: Experiment;
}

export interface ExperimentFile {
  readonly control: string;
  readonly experiments: readonly NamedExperiment[];
  readonly description: string;
  readonly notes: readonly string[];
}

const usualControl = /^(?:0|no|none|false|control|kontrolle|placebo|untreated|no[ _-].*)$/i;

/**
 * Reads a log of a randomised experiment: every treatment against the control group.
 * @throws Problem not_found for a column that is not there, invalid_input when no value is the control group
 */
export async function readExperiments(path: string, options: ExperimentColumns): Promise<ExperimentFile> {
  const file = await readTextTable(path, options);
  const names = file.columns.map(({ name }) => name);
  const outcome = findColumn(names, options.outcome, '--outcome');
  const treatment = findColumn(names, options.treatment, '--treatment');
  const { rowCount, columns, notes } = rowsWith(file, outcome);
  const column = (name: string): TextColumn => columns.find((each) => each.name === name)!;
  const { codes, words } = actionsOf(column(treatment));
  const control = controlOf(words, options.control);
  const propensity =
    options.propensity === undefined ? undefined : propensityColumns(options.propensity, words, names);
  const context = [...new Set(findColumns(names, options.context, '--context'))];
  const known = context.filter((name) => [outcome, treatment, ...(propensity?.names ?? [])].includes(name));
  if (known.length > 0)
    throw new Problem('invalid_input', `${known.join(', ')} cannot be a context.`, {
      remedy: 'Give as --context what was known before the treatment.',
    });
  const contexts = contextsOf(context.map(column), rowCount);
  const target = numbersOf(column(outcome));
  const experiments = words.flatMap((word, code) => {
    if (word === control) return [];
    const rows: number[] = [];
    codes.forEach((each, row) => {
      if (each === code || words[each] === control) rows.push(row);
    });
    const treated = Uint8Array.from(rows, (row) => (codes[row] === code ? 1 : 0));
    return [
      {
        treatment: word,
        experiment: {
          ...selectTableRows(contexts.table, rows),
          target: pick(target, rows),
          treated,
          propensity: pairPropensities({ treatment: word, control, treated }, propensity, (name) =>
            pick(numbersOf(column(name)), rows),
          ),
        },
      },
    ];
  });
  return { control, experiments, description: file.description, notes: [...notes, ...contexts.notes] };
}

function controlOf(words: readonly string[], wanted: string | undefined): string {
  const matching =
    wanted === undefined
      ? words.filter((word) => usualControl.test(word))
      : words.filter((word) => word.toLowerCase() === wanted.toLowerCase());
  if (words.length < 2)
    throw new Problem('not_enough_data', `Every row got the same treatment: "${words[0]}".`, {
      remedy: 'Uplift needs a random control group.',
    });
  if (matching.length === 1) return matching[0]!;
  throw new Problem('invalid_input', 'It cannot be told which rows are the control group.', {
    findings: [
      { path: '--control', message: 'is no value', received: wanted, allowed: words.slice(0, 20).join(', ') },
    ],
    remedy: 'Name with --control the treatment that stands for none.',
  });
}
