import { Problem } from '../../base/problem.ts';
import type { Explanation, Model, ModelData, MulticlassModel } from '../estimator.ts';
import { featureReader } from '../featureSchema.ts';
import { softmax } from '../losses/softmaxLoss.ts';
import { sigmoid } from '../numeric/sigmoid.ts';
import type { Row, Table } from '../table.ts';
import type { Background } from './background.ts';
import { networkExplainer } from './explain.ts';
import { forwardPass } from './forward.ts';
import type { Network } from './network.ts';
import { type NeuralFeature, schemaOfNeural, widthOf, writeInputs } from './neuralFeature.ts';

interface NetworkData extends ModelData {
  /** Their inputs follow each other in this order. */
  readonly features: readonly NeuralFeature[];
  readonly network: Network;
  readonly background: Background;
}

export interface NeuralModelData extends NetworkData {
  readonly kind: 'neural';
  readonly task: 'classification' | 'regression';
}

export interface MulticlassNeuralModelData extends NetworkData {
  readonly kind: 'multiclass-neural';
  readonly classes: readonly string[];
}

/**
 * A network that predicts: classification has log-odds as its raw score, regression the value.
 * @throws Problem not_fitted when the data holds no fitted model
 */
export function neuralModel(data: NeuralModelData): Model {
  const served = serve(data);
  const link = data.task === 'classification' ? sigmoid : (score: number) => score;
  const rawScores = (table: Table) => {
    const scores = new Float64Array(table.rowCount);
    served.eachRow(table, (raw, row) => {
      scores[row] = raw[0]!;
    });
    return scores;
  };
  return {
    data,
    scale: data.task === 'classification' ? 'log-odds' : 'value',
    rawScores,
    predict: (table) => rawScores(table).map(link),
    predictRow: (row) => link(served.ofRow(row)[0]!),
    rawScoreRow: (row) => served.ofRow(row)[0]!,
    explainRow: (row) => served.explain(row, 0),
  };
}

/**
 * A network of several classes: probabilities are the softmax of its raw scores.
 * @throws Problem not_fitted when the data holds no fitted model
 */
export function multiclassNeuralModel(data: MulticlassNeuralModelData): MulticlassModel {
  const served = serve(data);
  const { classes } = data;
  return {
    data,
    scale: 'log-odds',
    classes,
    predict(table) {
      const probabilities = new Float64Array(table.rowCount * classes.length);
      served.eachRow(table, (raw, row) => probabilities.set(softmax(raw), row * classes.length));
      return probabilities;
    },
    predictRow: (row) => softmax(served.ofRow(row)),
    explainRow: served.explain,
  };
}

interface Served {
  /** Raw scores; overwritten by the next call. */
  ofRow(row: Row): Float64Array;
  eachRow(table: Table, use: (raw: Float64Array, row: number) => void): void;
  explain(row: Row, output: number): Explanation;
}

function serve({ kind, features, network, background }: NetworkData): Served {
  if (!Array.isArray(network) || !Array.isArray(features))
    throw new Problem('not_fitted', `This ${kind} network holds no fitted model.`, {
      remedy: 'Train it first.',
    });
  const reader = featureReader(schemaOfNeural(features));
  const forward = forwardPass(network);
  const widths = features.map(widthOf);
  const input = new Float64Array(network[0]!.inputs);
  const encode = (encoded: ArrayLike<number>) => {
    let at = 0;
    for (let index = 0; index < features.length; index++) {
      writeInputs(features[index]!, encoded[index]!, input, at);
      at += widths[index]!;
    }
    return input;
  };
  let explainer: ReturnType<typeof networkExplainer> | undefined;
  return {
    ofRow: (row) => forward(encode(reader.readRow(row))),
    eachRow(table, use) {
      const columns = reader.readTable(table);
      const encoded = new Float64Array(features.length);
      for (let row = 0; row < table.rowCount; row++) {
        for (let index = 0; index < columns.length; index++) encoded[index] = columns[index]![row]!;
        use(forward(encode(encoded)), row);
      }
    },
    explain(row, output) {
      explainer ??= networkExplainer(network, background);
      const effects = explainer.contributions(encode(reader.readRow(row)), output);
      let at = 0;
      return {
        baseline: explainer.baselines[output]!,
        contributions: features.map(({ name }, index) => {
          let effect = 0;
          for (const end = at + widths[index]!; at < end; at++) effect += effects[at]!;
          return { feature: name, value: reader.shownValue(index, row), effect };
        }),
      };
    },
  };
}
