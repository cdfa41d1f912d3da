import type { Estimator, FitOptions } from '../estimator.ts';
import type { Table } from '../table.ts';
import type { Candidate } from './candidate.ts';
import { classifierPortfolio, type Portfolio, regressorPortfolio } from './portfolio.ts';
import { candidateOf, type Recipe } from './recipe.ts';

/** What a request for one estimator, a recipe or 'auto' comes down to. */
export interface Candidates {
  readonly candidates: readonly Candidate[];
  /** How the candidates are to be combined; absent: it is to be found out. */
  readonly fixed?: Recipe;
  /** What is passed to every candidate besides its own options. */
  readonly options: FitOptions;
}

type Given = FitOptions & Readonly<Record<string, unknown>>;

export const classifierCandidates = (
  table: Table,
  wanted: Estimator | Recipe | 'auto',
  portfolio: Portfolio,
  given: Given,
): Candidates => candidatesOf('classification', classifierPortfolio(table, portfolio), wanted, given);

export const regressorCandidates = (
  table: Table,
  wanted: Estimator | Recipe | 'auto',
  portfolio: Portfolio,
  given: Given,
): Candidates => candidatesOf('regression', regressorPortfolio(table, portfolio), wanted, given);

function candidatesOf(
  task: 'classification' | 'regression',
  portfolio: readonly Candidate[],
  wanted: Estimator | Recipe | 'auto',
  given: Given,
): Candidates {
  const { seed, signal, threads, onProgress, ...own } = given;
  const options: FitOptions = {
    ...(seed === undefined ? {} : { seed }),
    ...(signal === undefined ? {} : { signal }),
    ...(threads === undefined ? {} : { threads }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
  if (wanted === 'auto') return { candidates: portfolio, options };
  if ('members' in wanted)
    return { candidates: wanted.members.map((member) => candidateOf(member, task)), fixed: wanted, options };
  return { candidates: [{ name: wanted.name, estimator: wanted, options: own }], options };
}
