import { type ComparedField, missingLevel } from './comparisonPlan.ts';
import type { FieldKind } from './fieldKind.ts';

// Inner loops: a lookup in the global object costs more than the function, inside contexts of node:vm above all.
const { min, max, floor } = Math;

/**
 * What the model has a distribution of: the level of one field, or what several fields that hang together (parts of an
 * address) say jointly, so that agreement on postal code and city does not count twice.
 */
export interface EvidenceVariable {
  readonly fields: readonly number[];
  /** Of each field. */
  readonly kinds: readonly FieldKind[];
  readonly stateCount: number;
  /** States s and s + base say the same under different conditions. */
  readonly base: number;
  /** Grade of each jointly compared field, per state; -1 where nothing is said of it. */
  readonly gradesOfState?: readonly Int8Array[];
  /** Shares of states of one norm sum to 1: jointly compared fields are judged among pairs that say the same of them. */
  readonly norm: Int32Array;
  /** Shares among matches before any was seen. */
  readonly expected: Float64Array;
  /** Matches differ here (state 0) at most this much as often as random pairs do. */
  readonly mostDifferent: number;
  /** State of a pair's levels; -1 where nothing is said. */
  state(levels: Uint8Array, offset: number): number;
  /** What a state says, for people. */
  describe(state: number): string;
}

const identifying: ReadonlySet<FieldKind> = new Set(['givenName', 'familyName', 'fullName', 'date']);

/** Grades of a jointly compared field: different, somewhat and much alike, equal; 4 where nothing is said. */
const grades = 5;
const equalGrade = 3;
const gradeNames = ['different', 'somewhat alike', 'much alike', 'equal'];
/** More fields than this are not judged jointly: there would be too many states. */
const mostTogether = 5;
const usualGrades = [0.07, 0.03, 0.08, 0.82];
const movedGrades = [0.9, 0.06, 0.02, 0.02];
/** Share of matches that have moved. */
const moved = 0.15;

/**
 * One variable per field, but one for all parts of addresses. What usually comes together is judged given the other:
 * addresses given the family name (households), phones given the address, e-mail addresses given the names they are made
 * of.
 */
export function evidenceVariables(fields: readonly ComparedField[]): EvidenceVariable[] {
  const grade = fields.map(gradesOf);
  const of = (...kinds: readonly FieldKind[]) =>
    fields.flatMap(({ kind }, index) => (kinds.includes(kind) ? [index] : []));
  const joint = of('street', 'houseNumber', 'postalCode', 'city').slice(0, mostTogether);
  const alike = (indexes: readonly number[], cases: readonly string[], least = 2): Condition => ({
    cases,
    of(levels, offset) {
      let found = 0;
      for (const index of indexes) {
        const level = levels[offset + index]!;
        if (level !== missingLevel && grade[index]![level]! >= least) found++;
      }
      return min(cases.length - 1, found);
    },
  });
  const names = of('givenName', 'familyName', 'fullName');
  const families = of('familyName').length > 0 ? of('familyName') : of('fullName');
  const addresses = of('street', 'houseNumber');
  const variables: EvidenceVariable[] = [];
  fields.forEach((field, index) => {
    if (joint.length > 1 && joint.includes(index)) {
      if (index === joint[0])
        variables.push(
          given(alike(families, ['of another name', 'of one name']), jointVariable(joint, fields)),
        );
      return;
    }
    const variable = fieldVariable(index, field);
    const { kind } = field;
    if (kind === 'email')
      variables.push(given(alike(names, ['no name alike', 'one name alike', 'both names alike']), variable));
    else if (kind === 'phone')
      variables.push(given(alike(addresses, ['elsewhere', 'at one address'], equalGrade), variable));
    else variables.push(variable);
  });
  return variables;
}

/** What else a pair says, as one of several cases. */
interface Condition {
  readonly cases: readonly string[];
  of(levels: Uint8Array, offset: number): number;
}

/** A variable whose shares depend on a condition. */
function given(condition: Condition, variable: EvidenceVariable): EvidenceVariable {
  const { stateCount, norm, expected, state } = variable;
  const norms = 1 + norm.reduce((most, number) => max(most, number), 0);
  const repeated = Array.from({ length: stateCount * condition.cases.length }, (_, at) => at % stateCount);
  return {
    ...variable,
    stateCount: repeated.length,
    norm: Int32Array.from(repeated, (inner, at) => norm[inner]! + norms * floor(at / stateCount)),
    expected: Float64Array.from(repeated, (inner) => expected[inner]!),
    state(levels, offset) {
      const inner = state(levels, offset);
      return inner < 0 ? -1 : inner + stateCount * condition.of(levels, offset);
    },
    describe: (at) => `${variable.describe(at % stateCount)} (${condition.cases[floor(at / stateCount)]!})`,
  };
}

function fieldVariable(index: number, field: ComparedField): EvidenceVariable {
  const stateCount = field.levelNames.length;
  return {
    fields: [index],
    kinds: [field.kind],
    stateCount,
    base: stateCount,
    norm: new Int32Array(stateCount),
    expected: field.expected,
    mostDifferent: identifying.has(field.kind) ? 0.6 : 1e9,
    state(levels, offset) {
      const level = levels[offset + index]!;
      return level === missingLevel ? -1 : level;
    },
    describe: (state) => field.levelNames[state]!,
  };
}

function jointVariable(indexes: readonly number[], fields: readonly ComparedField[]): EvidenceVariable {
  const stateCount = grades ** indexes.length;
  const norm = new Int32Array(stateCount);
  const expected = new Float64Array(stateCount);
  const gradesOfState = indexes.map(() => new Int8Array(stateCount).fill(-1));
  for (let state = 0; state < stateCount; state++) {
    let said = 0;
    let usual = 1;
    let away = 1;
    for (let rest = state, at = 0; at < indexes.length; at++, rest = floor(rest / grades)) {
      const grade = rest % grades;
      if (grade > equalGrade) continue;
      gradesOfState[at]![state] = grade;
      said |= 1 << at;
      usual *= usualGrades[grade]!;
      away *= movedGrades[grade]!;
    }
    norm[state] = said;
    expected[state] = (1 - moved) * usual + moved * away;
  }
  const gradeOf = indexes.map((index) => gradesOf(fields[index]!));
  return {
    fields: indexes,
    kinds: indexes.map((index) => fields[index]!.kind),
    stateCount,
    base: stateCount,
    norm,
    expected,
    gradesOfState,
    mostDifferent: 1e9,
    state(levels, offset) {
      let state = 0;
      let silent = true;
      for (let at = indexes.length - 1; at >= 0; at--) {
        const level = levels[offset + indexes[at]!]!;
        const grade = level === missingLevel ? grades - 1 : gradeOf[at]![level]!;
        if (level !== missingLevel) silent = false;
        state = state * grades + grade;
      }
      return silent ? -1 : state;
    },
    describe: (state) =>
      indexes
        .flatMap((index, at) => {
          const grade = gradesOfState[at]![state]!;
          return grade < 0 ? [] : [`${fields[index]!.name} ${gradeNames[grade]!}`];
        })
        .join(', '),
  };
}

/** Grade of each level: the upper half of those between different and equal is much alike. */
function gradesOf({ equal, levelNames }: ComparedField): Uint8Array {
  return Uint8Array.from(levelNames, (_, level) =>
    level >= equal ? equalGrade : level === 0 ? 0 : level * 2 > equal ? 2 : 1,
  );
}
