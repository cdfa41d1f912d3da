import { Problem } from '../base/problem.ts';
import type { ModelData } from './estimator.ts';

/** What to throw when a model's data holds no fitted model. */
export function notFitted({ kind }: ModelData): Problem {
  return new Problem('not_fitted', `This ${kind} holds no fitted model.`, { remedy: 'Train it first.' });
}
