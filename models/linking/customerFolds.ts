import type { LinkerExample } from './replay.ts';

export interface Fold {
  /** Positions of the calls to learn from, and of those to judge by. */
  readonly learned: readonly number[];
  readonly judged: readonly number[];
}

/**
 * Folds of calls in the order of time. Neighbours in time are judged together, so that no fold is judged by what was
 * learned in the same hour, and a fold learns from no call of a customer it is judged by.
 */
export function customerFolds(calls: readonly Pick<LinkerExample, 'truth'>[], folds: number): Fold[] {
  const foldOf = (position: number) => Math.floor((position * folds) / calls.length);
  return Array.from({ length: folds }, (_, fold) => {
    const judged = [...calls.keys()].filter((position) => foldOf(position) === fold);
    const customers = new Set(judged.flatMap((position) => calls[position]!.truth ?? []));
    const learned = [...calls.keys()].filter((position) => {
      const { truth } = calls[position]!;
      return foldOf(position) !== fold && (truth == null || !customers.has(truth));
    });
    return { learned, judged };
  });
}
