import type { Estimator, FitOptions, Model } from '../estimator.ts';
import type { Dataset } from '../table.ts';
import { candidateOf, isSingle, type Recipe } from './recipe.ts';
import { stackModel } from './stackModel.ts';

/**
 * Trains what a recipe says: the only member itself, or a stack of the members.
 * @param datasetFor the rows as an estimator is to see them
 * @param options passed to every member; a member's own come first
 */
export async function fitRecipe(
  recipe: Recipe,
  task: 'classification' | 'regression',
  datasetFor: (estimator: Estimator) => Dataset,
  options: FitOptions,
): Promise<Model> {
  const models: Model[] = [];
  for (const [index, member] of recipe.members.entries()) {
    const { estimator, options: own } = candidateOf(member, task);
    const onProgress = (share: number) => options.onProgress?.((index + share) / recipe.members.length);
    models.push(await estimator.fit(datasetFor(estimator), { ...options, ...own, onProgress }));
  }
  if (isSingle(recipe)) return models[0]!;
  return stackModel(
    {
      kind: 'stack',
      scale: task === 'classification' ? 'log-odds' : 'value',
      intercept: recipe.intercept,
      members: models.map(({ data }, index) => ({ weight: recipe.members[index]!.weight, model: data })),
    },
    models,
  );
}
