import type { ComparisonVector } from './comparison.ts';
import { comparisonFields, fieldIndex, missing } from './comparisonFields.ts';
import { type FellegiSunterData, fieldWeight } from './fellegiSunter.ts';
import type { LinkQuery } from './linkQuery.ts';

/** One term of a score: position of its parameter and its value. */
export interface Term {
  readonly parameter: number;
  readonly value: number;
}

const at = Object.fromEntries(comparisonFields.map(({ name }) => [name, fieldIndex(name)]));

const levelOf = (comparison: ComparisonVector, field: string): number => comparison.levels[at[field]!]!;
const top = (comparison: ComparisonVector, field: string): boolean =>
  levelOf(comparison, field) === comparisonFields[at[field]!]!.levels.length - 1;
const said = (comparison: ComparisonVector, field: string): boolean => levelOf(comparison, field) !== missing;

/** Agreements and disagreements that mean something else together than one by one. */
const combinations: Readonly<Record<string, (comparison: ComparisonVector) => number>> = {
  'phone without name': (c) => (top(c, 'phone') && !said(c, 'givenName') && !said(c, 'familyName') ? 1 : 0),
  'phone but other given name': (c) =>
    top(c, 'phone') && levelOf(c, 'givenName') === 0 && levelOf(c, 'familyName') > 2 ? 1 : 0,
  'phone but other name': (c) => (top(c, 'phone') && levelOf(c, 'familyName') === 0 ? 1 : 0),
  'full name without phone': (c) =>
    levelOf(c, 'givenName') > 5 && levelOf(c, 'familyName') > 5 && !said(c, 'phone') ? 1 : 0,
  'full name but other phone': (c) =>
    levelOf(c, 'givenName') > 5 && levelOf(c, 'familyName') > 5 && levelOf(c, 'phone') === 0 ? 1 : 0,
  'family name alone': (c) =>
    levelOf(c, 'familyName') > 2 && !said(c, 'givenName') && !top(c, 'phone') ? 1 : 0,
  'phone shared': (c) => (top(c, 'phone') && c.phoneSharedBy > 1 ? Math.log(c.phoneSharedBy) : 0),
  contacts: (c) => Math.log1p(c.contacts),
  'contact just now': (c) => (c.daysSinceLastContact === null ? 0 : Math.exp(-c.daysSinceLastContact)),
};

/** What the caller left, which tells how likely somebody unknown is. */
const claimed: Readonly<Record<string, (query: LinkQuery) => boolean>> = {
  'none: always': () => true,
  'none: full name': ({ claims }) => claims.name?.given != null && claims.name.family !== null,
  'none: part of a name': ({ claims }) =>
    claims.name !== null && (claims.name.given === null || claims.name.family === null),
  'none: phone': ({ claims }) => claims.phone !== null,
  'none: phone and full name': ({ claims }) =>
    claims.phone !== null && claims.name?.given != null && claims.name.family !== null,
  'none: date of birth': ({ claims }) => claims.dateOfBirth !== null,
  'none: e-mail': ({ claims }) => claims.email !== null,
};

export interface LinkerParameter {
  readonly name: string;
  /** The field a candidate's parameter belongs to; undefined for those of nobody. */
  readonly field?: string;
  /** What the parameter is before any label: the score is then Fellegi and Sunter's. */
  readonly expected: number;
  /** How far labels have to push to move it: standard deviation of the prior. */
  readonly spread: number;
}

const levelOffset: number[] = [];

/** All parameters of the supervised linker, in order; the names are permanent. */
export const linkerParameters: readonly LinkerParameter[] = (() => {
  const parameters: LinkerParameter[] = [];
  for (const { name } of comparisonFields) parameters.push({ name, field: name, expected: 1, spread: 0.3 });
  for (const { name, levels } of comparisonFields) {
    levelOffset.push(parameters.length);
    for (const level of levels)
      parameters.push({ name: `${name}: ${level}`, field: name, expected: 0, spread: 0.5 });
  }
  for (const name of Object.keys(combinations))
    parameters.push({ name, field: name, expected: 0, spread: 0.5 });
  for (const name of Object.keys(claimed)) parameters.push({ name, expected: 0, spread: 0.7 });
  return parameters;
})();

const combinationOffset = linkerParameters.findIndex(({ name }) => name === Object.keys(combinations)[0]);
const claimedOffset = linkerParameters.findIndex(({ name }) => name === Object.keys(claimed)[0]);

/** Terms of a candidate's score. */
export function candidateTerms(data: FellegiSunterData, comparison: ComparisonVector): Term[] {
  const terms: Term[] = [];
  for (let field = 0; field < comparisonFields.length; field++) {
    const level = comparison.levels[field]!;
    if (level < 0) continue;
    terms.push({ parameter: field, value: fieldWeight(data, comparison, field) });
    terms.push({ parameter: levelOffset[field]! + level, value: 1 });
  }
  let position = combinationOffset;
  for (const measure of Object.values(combinations)) {
    const value = measure(comparison);
    if (value !== 0) terms.push({ parameter: position, value });
    position++;
  }
  return terms;
}

/** Terms of the score of "none of the candidates". */
export function noneTerms(query: LinkQuery): Term[] {
  const terms: Term[] = [];
  let position = claimedOffset;
  for (const holds of Object.values(claimed)) {
    if (holds(query)) terms.push({ parameter: position, value: 1 });
    position++;
  }
  return terms;
}
