import { Problem } from '../../base/problem.ts';
import type { BoostedTreesData } from '../boosting/boostedTreesModel.ts';
import { forestOutputs } from '../boosting/forestOutputs.ts';
import type { MulticlassTreesData } from '../boosting/multiclassTreesModel.ts';
import type { TreesData } from '../boosting/treesModel.ts';
import type { CalibratedClassifierData } from '../calibratedClassifier.ts';
import type { ModelData, Scale } from '../estimator.ts';
import type { FeatureSpec } from '../featureSchema.ts';
import type { ForestData } from '../forests/forestModel.ts';
import { schemaOfLinear } from '../linear/linearFeature.ts';
import type { LinearModelData } from '../linear/linearModel.ts';
import type { MultinomialModelData } from '../linear/multinomialModel.ts';
import { scaleOfLoss } from '../losses/loss.ts';
import type { StackData } from '../selection/stackModel.ts';
import { calibrated, logOdds } from './calibration.ts';
import type { Flow, GraphBuilder } from './graphBuilder.ts';
import { linearScores } from './linearScores.ts';
import type { MulticlassOnnxTreesData, OnnxTreesData } from './onnxTreesModel.ts';
import { treeScores } from './treeScores.ts';

/** A model as its graph computes it. */
export interface GraphPlan {
  readonly features: readonly FeatureSpec[];
  readonly scale: Scale;
  /** With several classes. */
  readonly classes?: readonly string[];
  /** Raw scores as doubles [rows, outputs]. */
  scores(graph: GraphBuilder): Flow;
  /** P(class 1) where it is not what `scale` says. */
  probability?(graph: GraphBuilder, score: Flow): Flow;
}

/** @throws Problem invalid_input when there is no ONNX form for this kind of model */
export function graphPlan(data: ModelData): GraphPlan {
  switch (data.kind) {
    case 'logistic-regression':
    case 'linear-regression':
    case 'ridge-regression': {
      const { intercept, features } = data as LinearModelData;
      return {
        features: schemaOfLinear(features),
        scale: data.kind === 'logistic-regression' ? 'log-odds' : 'value',
        scores: (graph) => linearScores(graph, [intercept], [features]),
      };
    }
    case 'multinomial-regression': {
      const { classes, intercepts, features } = data as MultinomialModelData;
      return {
        features: schemaOfLinear(features[0]!),
        scale: 'log-odds',
        classes,
        scores: (graph) => linearScores(graph, intercepts, features),
      };
    }
    case 'boosted-trees':
      return treesPlan(data as BoostedTreesData, scaleOfLoss[(data as BoostedTreesData).loss]);
    case 'random-forest':
    case 'extra-trees':
      return treesPlan(
        data as ForestData,
        (data as ForestData).task === 'classification' ? 'probability' : 'value',
      );
    case 'onnx-trees':
      return treesPlan(data as OnnxTreesData, (data as OnnxTreesData).scale);
    case 'multiclass-boosted-trees':
      return classTreesPlan(data as MulticlassTreesData, 'log-odds');
    case 'multiclass-random-forest':
    case 'multiclass-extra-trees':
      return classTreesPlan(data as MulticlassTreesData, 'probability');
    case 'multiclass-onnx-trees':
      return classTreesPlan(data as MulticlassOnnxTreesData, (data as MulticlassOnnxTreesData).scale);
    case 'stack':
      return stackPlan(data as StackData);
    case 'calibrated-classifier': {
      const { model, calibrator } = data as CalibratedClassifierData;
      const plan = graphPlan(model);
      return {
        ...plan,
        probability: (graph, score) => calibrated(graph, logOdds(graph, score, plan.scale), calibrator),
      };
    }
    default:
      throw new Problem('invalid_input', `There is no ONNX form of a model of kind ${data.kind} here.`, {
        remedy: 'Export trees, a forest, a linear model, or a stack or calibration of these.',
      });
  }
}

function treesPlan({ features, forest, baseScore }: TreesData, scale: Scale): GraphPlan {
  return { features, scale, scores: (graph) => treeScores(graph, features, [{ forest, baseScore }]) };
}

function classTreesPlan(data: MulticlassTreesData, scale: Scale): GraphPlan {
  const { features, classes, baseScores } = data;
  const sums = forestOutputs(data.forest).map((forest, at) => ({ forest, baseScore: baseScores[at]! }));
  return { features, scale, classes, scores: (graph) => treeScores(graph, features, sums) };
}

function stackPlan({ scale, intercept, members }: StackData): GraphPlan {
  const plans = members.map(({ model }) => graphPlan(model));
  const features = new Map<string, FeatureSpec>();
  for (const feature of plans.flatMap((plan) => plan.features)) {
    const known = features.get(feature.name) ?? feature;
    if (JSON.stringify(known) !== JSON.stringify(feature))
      throw new Problem('invalid_input', `The members of the stack read ${feature.name} in different ways.`, {
        remedy: 'Train the stack again, all members on the same rows.',
      });
    features.set(feature.name, feature);
  }
  return {
    features: [...features.values()],
    scale,
    scores(graph) {
      const terms = plans.map((plan, at) => {
        const raw = plan.scores(graph);
        const score =
          scale === 'log-odds'
            ? logOdds(graph, raw, plan.scale)
            : plan.scale === 'log'
              ? graph.apply('Exp', [raw])
              : raw;
        return graph.apply('Mul', [score, graph.constant([members[at]!.weight])]);
      });
      return graph.apply('Sum', [graph.constant([intercept]), ...terms]);
    },
  };
}
