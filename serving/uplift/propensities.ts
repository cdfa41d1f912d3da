import { Problem } from '../../base/problem.ts';
import { commaList } from '../commands/optionValues.ts';
import { findColumn } from '../evaluate/findColumn.ts';

/** Where a log says with which probability its rows were assigned. */
export interface PropensityColumns {
  /** All that are read. */
  readonly names: readonly string[];
  /** One column: of the treatment the row got. Otherwise per treatment the column of its probability. */
  readonly of: string | ReadonlyMap<string, string>;
}

/**
 * Reads the option: `p`, or `no contact=p0,call=p1,letter=p2`.
 * @param treatments all that occur
 * @throws Problem not_found for a column that is not there, invalid_input when one column has to do for more than two
 * treatments or a treatment has none
 */
export function propensityColumns(
  option: string,
  treatments: readonly string[],
  names: readonly string[],
): PropensityColumns {
  if (names.includes(option) || !option.includes('=')) {
    const column = findColumn(names, option, '--propensity');
    if (treatments.length <= 2) return { names: [column], of: column };
    // Of those who got the treatment or none, e_t / (e_t + e_c) were to be treated: both must be known of each row.
    throw new Problem(
      'invalid_input',
      `${column} says how probable what each row got was, but not how probable the other of ${treatments.length} treatments were.`,
      {
        findings: [
          { path: '--propensity', message: 'is one column', received: column, allowed: example(treatments) },
        ],
        remedy:
          'Name a column for each treatment as shown; leave the option out if all rows had the same chances; or judge a table of one treatment and its control rows, with probabilities within these two.',
      },
    );
  }
  const pairs = commaList(option).map((part) => {
    const at = part.lastIndexOf('=');
    return [part.slice(0, at).trim(), part.slice(at + 1).trim()] as const;
  });
  const of = new Map<string, string>();
  for (const treatment of treatments) {
    const pair = pairs.find(([name]) => name.toLowerCase() === treatment.toLowerCase());
    if (pair === undefined)
      throw new Problem('invalid_input', `No column says how probable "${treatment}" was.`, {
        findings: [
          {
            path: '--propensity',
            message: 'lacks a treatment',
            received: option,
            allowed: example(treatments),
          },
        ],
        remedy: 'Name a column of probabilities for each treatment, the control group among them.',
      });
    of.set(treatment, findColumn(names, pair[1], '--propensity'));
  }
  return { names: [...of.values()], of };
}

const example = (treatments: readonly string[]): string =>
  treatments.map((treatment, index) => `${treatment}=COLUMN${index + 1}`).join(',');

/**
 * Probability of being treated among those who were treated or are control rows.
 * @param propensity where the columns are, and how to read one of them, row by row
 * @throws Problem invalid_input when one is not between 0 and 1
 */
export function pairPropensities(
  pair: { readonly treatment: string; readonly control: string; readonly treated: Uint8Array },
  propensity: PropensityColumns | undefined,
  read: (column: string) => Float64Array,
): Float64Array {
  const { treatment, control, treated } = pair;
  if (propensity === undefined) {
    const share = treated.reduce((sum, each) => sum + each, 0) / treated.length;
    return new Float64Array(treated.length).fill(share);
  }
  if (typeof propensity.of === 'string')
    return checked(read(propensity.of)).map((own, row) => (treated[row] === 1 ? own : 1 - own));
  const ofTreatment = checked(read(propensity.of.get(treatment)!));
  const ofControl = checked(read(propensity.of.get(control)!));
  return ofTreatment.map((own, row) => own / (own + ofControl[row]!));
}

function checked(propensities: Float64Array): Float64Array {
  const outside = propensities.find((each) => !(each > 0 && each < 1));
  if (outside !== undefined)
    throw new Problem('invalid_input', 'A propensity is not between 0 and 1.', {
      findings: [
        { path: '--propensity', message: 'is outside', received: outside, allowed: 'above 0, below 1' },
      ],
      remedy:
        'Give the probability with which each row was assigned; leave out rows that could not have got both the treatment and none.',
    });
  return propensities;
}
