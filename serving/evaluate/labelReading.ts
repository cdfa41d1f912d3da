import { Problem } from '../../base/problem.ts';
import { type DecimalPoint, looksLikeCode, mostRows, numberNotation, readNumber } from './numberNotation.ts';
import { presentCount, type TextColumn } from './textColumn.ts';

export type EvaluationTask = 'classification' | 'multiclass' | 'regression';

/** What is to be learned. */
export interface LabelReading {
  readonly name: string;
  readonly task: EvaluationTask;
  /** Per row: 0 or 1, the index of the class, or the value; NaN where the label is missing. */
  readonly target: Float64Array;
  /** Of classification: the names of the classes in the order of their indices. */
  readonly classes: readonly string[];
  /** What somebody should know who reads the result. */
  readonly notes: readonly string[];
}

export interface LabelOptions {
  readonly task?: 'classification' | 'regression' | undefined;
  /** The class whose probability is meant, of two. */
  readonly positive?: string | undefined;
  readonly decimal: DecimalPoint;
}

const positiveWords = new Set([
  '1',
  'yes',
  'y',
  'true',
  't',
  'ja',
  'j',
  'wahr',
  'positive',
  'pos',
  'oui',
  'si',
]);
/** Whole numbers of at most this many values are taken for classes unless somebody says otherwise. */
const fewValues = 10;
const mostClasses = 100;

/**
 * Two values are two classes (1, yes, true and the like is the positive one, else the rarer), numbers of many values a
 * regression, anything else several classes.
 * @throws Problem invalid_input or not_enough_data when the column is no label of the task
 */
export function readLabel(column: TextColumn, options: LabelOptions): LabelReading {
  const { name, words } = column;
  const present = presentCount(column);
  if (words.length < 2)
    throw new Problem(
      'not_enough_data',
      words.length === 0
        ? `The label ${name} is empty.`
        : `Every row that has a label has the same: "${words[0]}".`,
      { remedy: 'Choose another --label, or give rows of which the label differs.' },
    );
  const notation = numberNotation(column);
  const numeric = notation.numbers >= mostRows * present && !looksLikeCode(words);
  const decimal = notation.decimal ?? options.decimal;
  const few =
    words.length <= fewValues && words.every((word) => Number.isInteger(readNumber(word, decimal) ?? 0.5));
  const task = options.task ?? (words.length === 2 || !numeric || few ? 'classification' : 'regression');
  if (task === 'regression') return regression(column, numeric, decimal, options.positive);
  if (words.length === 2) return twoClasses(column, options.positive);
  return severalClasses(column, numeric && options.task === undefined, options.positive);
}

function regression(
  { name, words, counts, codes }: TextColumn,
  numeric: boolean,
  decimal: DecimalPoint,
  positive: string | undefined,
): LabelReading {
  if (!numeric)
    throw new Problem('invalid_input', `The label ${name} holds text, which is no target of a regression.`, {
      findings: [{ path: name, message: 'text', received: words[0], allowed: 'numbers' }],
      remedy: 'Leave --task out, or choose a --label that holds numbers.',
    });
  refusePositive(positive);
  const values = words.map((word) => readNumber(word, decimal) ?? Number.NaN);
  const bad = values.reduce((sum, value, code) => sum + (Number.isFinite(value) ? 0 : counts[code]!), 0);
  return {
    name,
    task: 'regression',
    classes: [],
    target: Float64Array.from(codes, (code) => {
      const value = code < 0 ? Number.NaN : values[code]!;
      return Number.isFinite(value) ? value : Number.NaN;
    }),
    notes: bad === 0 ? [] : [`${bad} labels are no finite numbers and count as missing.`],
  };
}

function twoClasses({ name, words, counts, codes }: TextColumn, wanted: string | undefined): LabelReading {
  const usual = words.filter((word) => positiveWords.has(word.toLowerCase()));
  const numbers = words.map(Number);
  const rarer = words[counts[0]! < counts[1]! ? 0 : 1]!;
  const larger = words[numbers[0]! > numbers[1]! ? 0 : 1]!;
  const guessed =
    usual.length === 1 ? usual[0]! : numbers.every((each) => !Number.isNaN(each)) ? larger : rarer;
  const positive = wanted === undefined ? guessed : chosenClass(words, wanted);
  const negative = words.find((word) => word !== positive)!;
  return {
    name,
    task: 'classification',
    classes: [negative, positive],
    target: Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : words[code] === positive ? 1 : 0)),
    notes:
      wanted === undefined && usual.length !== 1
        ? [`"${positive}" was taken for the positive class (another: --positive "${negative}").`]
        : [],
  };
}

function severalClasses(
  { name, words, counts, codes }: TextColumn,
  wereNumbers: boolean,
  positive: string | undefined,
): LabelReading {
  if (positive !== undefined) {
    const chosen = chosenClass(words, positive);
    return {
      name,
      task: 'classification',
      classes: [`not ${chosen}`, chosen],
      target: Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : words[code] === chosen ? 1 : 0)),
      notes: [`"${chosen}" is told from the ${words.length - 1} other classes together.`],
    };
  }
  if (words.length > mostClasses)
    throw new Problem('invalid_input', `The label ${name} has ${words.length} different values.`, {
      findings: [
        { path: name, message: 'too many classes', received: words.length, allowed: `${mostClasses}` },
      ],
      remedy: 'Use --task regression for numbers, --positive to ask for one class, or another --label.',
    });
  const classes = [...words].sort((a, b) => (wereNumbers ? Number(a) - Number(b) : a < b ? -1 : 1));
  const place = words.map((word) => classes.indexOf(word));
  const rare = words.filter((_, code) => counts[code]! < 10);
  const notes = wereNumbers
    ? [`The ${words.length} whole numbers of ${name} were taken for classes (--task regression otherwise).`]
    : [];
  if (rare.length > 0)
    notes.push(
      `Fewer than 10 rows are of ${rare
        .slice(0, 5)
        .map((word) => `"${word}"`)
        .join(', ')}.`,
    );
  return {
    name,
    task: 'multiclass',
    classes,
    target: Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : place[code]!)),
    notes,
  };
}

function chosenClass(words: readonly string[], wanted: string): string {
  const found =
    words.find((word) => word === wanted) ??
    words.find((word) => word.toLowerCase() === wanted.toLowerCase());
  if (found === undefined)
    throw new Problem('invalid_input', `No row has the label "${wanted}" (--positive).`, {
      findings: [
        {
          path: '--positive',
          message: 'is no class',
          received: wanted,
          allowed: words.slice(0, 20).join(', '),
        },
      ],
      remedy: 'Name one of the classes.',
    });
  return found;
}

function refusePositive(positive: string | undefined): void {
  if (positive !== undefined)
    throw new Problem('invalid_input', '--positive names a class, but a regression has none.', {
      remedy: 'Leave --positive or --task regression out.',
    });
}
