import { Problem } from '../../base/problem.ts';
import { fitCalibratedClassifier } from '../../models/calibratedClassifier.ts';
import { estimators, multiclassEstimators } from '../../models/catalogue.ts';
import type { Estimator } from '../../models/estimator.ts';
import { fitRegressor } from '../../models/fittedRegressor.ts';
import { linearRegression } from '../../models/linearRegression.ts';
import { logisticRegression } from '../../models/logisticRegression.ts';
import { multinomialRegression } from '../../models/multinomialRegression.ts';
import { fitMulticlass } from '../../models/selection/fitMulticlass.ts';
import type { Recipe } from '../../models/selection/recipe.ts';
import type { EvaluationTask } from './labelReading.ts';
import type { Learner } from './learner.ts';

/** Parts that choices are made by within a training part. */
const innerFolds = 3;
const innerForwardFolds = 5;

/** What --estimator allows for a task. */
function estimatorNames(task: EvaluationTask): string[] {
  const of = task === 'multiclass' ? multiclassEstimators : estimators.filter((each) => each.task === task);
  return ['auto', ...of.map(({ name }) => name)];
}

/**
 * @param name an estimator, or 'auto' for the whole portfolio
 * @throws Problem invalid_input for an estimator that is not there
 */
export function learnerFor(task: EvaluationTask, name: string, classes: readonly string[]): Learner {
  if (!estimatorNames(task).includes(name))
    throw new Problem('invalid_input', `There is no estimator "${name}" for ${task}.`, {
      findings: [
        {
          path: '--estimator',
          message: 'is unknown',
          received: name,
          allowed: estimatorNames(task).join(', '),
        },
      ],
      remedy: `Use one of ${estimatorNames(task).join(', ')}.`,
    });
  if (task === 'multiclass') return multiclassLearner(name, classes);
  const wanted =
    name === 'auto' ? name : estimators.find((each) => each.task === task && each.name === name)!;
  return task === 'classification' ? classifierLearner(name, wanted) : regressorLearner(name, wanted);
}

const classifierLearner = (name: string, estimator: Estimator | 'auto'): Learner => ({
  name,
  async learn({ groups, times, ...dataset }, { budgetSeconds, ...options }) {
    const fitted = await fitCalibratedClassifier({
      dataset,
      estimator,
      portfolio: 'full',
      options,
      folds: times === undefined ? innerFolds : innerForwardFolds,
      ...(groups === undefined ? {} : { groups }),
      ...(times === undefined ? {} : { times }),
      ...(budgetSeconds === undefined ? {} : { budgetSeconds }),
    });
    const { recipe, calibrator } = fitted.data;
    return {
      predict: (table) => fitted.probabilities(table),
      choice: `${choiceOf(recipe!)}, ${calibrator.kind} calibration`,
      selection: fitted.selection,
      data: fitted.data,
    };
  },
});

const regressorLearner = (name: string, estimator: Estimator | 'auto'): Learner => ({
  name,
  async learn({ groups, times, ...dataset }, { budgetSeconds, ...options }) {
    const fitted = await fitRegressor({
      dataset,
      estimator,
      portfolio: 'full',
      options,
      folds: times === undefined ? innerFolds : innerForwardFolds,
      ...(groups === undefined ? {} : { groups }),
      ...(times === undefined ? {} : { times }),
      ...(budgetSeconds === undefined ? {} : { budgetSeconds }),
    });
    return {
      predict: (table) => fitted.model.predict(table),
      choice: choiceOf(fitted.recipe),
      selection: fitted.selection,
      data: fitted.model.data,
    };
  },
});

const multiclassLearner = (name: string, classes: readonly string[]): Learner => ({
  name,
  async learn({ groups, target, times: _, ...table }, { budgetSeconds: __, ...options }) {
    const fitted = await fitMulticlass({
      dataset: { ...table, target: Int32Array.from(target), classes },
      estimators:
        name === 'auto' ? multiclassEstimators : multiclassEstimators.filter((each) => each.name === name),
      options,
      folds: innerFolds,
      ...(groups === undefined ? {} : { groups }),
    });
    return { predict: (rows) => fitted.probabilities(rows), choice: fitted.estimator };
  },
});

/** "0.62 boosted-deep + 0.41 linear". */
const choiceOf = ({ members }: Recipe): string =>
  members.length === 1
    ? members[0]!.candidate
    : members.map(({ candidate, weight }) => `${weight.toFixed(2)} ${candidate}`).join(' + ');

/** What a model has to beat: the constant, and the plain linear model with its default penalty. */
export function baselines(task: EvaluationTask, classes: readonly string[]): Learner[] {
  return [constantLearner(task, classes.length), linearLearner(task, classes)];
}

const constantLearner = (task: EvaluationTask, classCount: number): Learner => ({
  name: 'constant',
  async learn({ target, rowCount }) {
    if (task === 'multiclass') {
      const shares = new Float64Array(classCount);
      for (const label of target) shares[label]! += 1 / rowCount;
      return {
        choice: 'the shares of the classes',
        predict: (table) =>
          Float64Array.from({ length: table.rowCount * classCount }, (_, at) => shares[at % classCount]!),
      };
    }
    const mean = target.reduce((sum, value) => sum + value / rowCount, 0);
    return { choice: 'the mean', predict: (table) => new Float64Array(table.rowCount).fill(mean) };
  },
});

const linearLearner = (task: EvaluationTask, classes: readonly string[]): Learner => ({
  name: task === 'regression' ? 'linear' : 'logistic',
  async learn({ groups: _, times: __, ...dataset }, { budgetSeconds: ___, ...options }) {
    if (task === 'multiclass') {
      const estimator = multiclassEstimators.find(({ name }) => name === 'logistic-regression')!;
      const model = await estimator.fit(
        { ...dataset, target: Int32Array.from(dataset.target), classes },
        options,
      );
      return { choice: multinomialRegression.name, predict: (table) => model.predict(table) };
    }
    const estimator = task === 'regression' ? linearRegression : logisticRegression;
    const model = await estimator.fit(dataset, options);
    return { choice: estimator.name, predict: (table) => model.predict(table) };
  },
});
