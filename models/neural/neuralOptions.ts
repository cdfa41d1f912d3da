import { type Finding, Problem } from '../../base/problem.ts';
import type { FitOptions } from '../estimator.ts';

export interface NeuralOptions extends FitOptions {
  /** Neurons of each hidden layer, one or two layers. Default [64, 32]. */
  readonly hidden?: readonly number[];
  /** Default 'relu'. */
  readonly activation?: 'relu' | 'gelu';
  /** Share of the hidden neurons that drop out of each training step, in [0, 1). Default 0.1. */
  readonly dropout?: number;
  /** Of AdamW. Default 0.003. */
  readonly learningRate?: number;
  /** Of AdamW, on kernels and embeddings. Default 0.01. */
  readonly weightDecay?: number;
  /** Most passes over the rows. Default 100; 30 on fewer than 100 rows. */
  readonly epochs?: number;
  /** Rows of a training step. Default: a fortieth of the rows, 32 to 512. */
  readonly batchRows?: number;
  /**
   * Share of the rows (drawn within classes) held out: the epoch with the least loss on them is kept. 0 trains all
   * epochs on all rows. Default 0.15; 0 on fewer than 100 rows.
   */
  readonly holdOut?: number;
  /** Epochs without improvement on the held-out rows before stopping. Default 10. */
  readonly patience?: number;
}

const fewRows = 100;

/**
 * The options with their defaults for a table of so many rows.
 * @throws Problem invalid_input
 */
export function neuralSettings(options: NeuralOptions, rowCount: number) {
  const few = rowCount < fewRows;
  const settings = {
    hidden: options.hidden ?? [64, 32],
    activation: options.activation ?? ('relu' as const),
    dropout: options.dropout ?? 0.1,
    learningRate: options.learningRate ?? 0.003,
    weightDecay: options.weightDecay ?? 0.01,
    epochs: options.epochs ?? (few ? 30 : 100),
    batchRows: options.batchRows ?? Math.max(32, Math.min(512, Math.ceil(rowCount / 40))),
    holdOut: options.holdOut ?? (few ? 0 : 0.15),
    patience: options.patience ?? 10,
    seed: options.seed ?? 7,
  };
  const isCount = (value: number) => Number.isInteger(value) && value >= 1;
  const { hidden, activation } = settings;
  const rules: [keyof typeof settings, boolean, string][] = [
    ['hidden', (hidden.length === 1 || hidden.length === 2) && hidden.every(isCount), 'one or two counts'],
    ['activation', activation === 'relu' || activation === 'gelu', 'relu or gelu'],
    ['dropout', settings.dropout >= 0 && settings.dropout < 1, '0 to below 1'],
    ['learningRate', settings.learningRate > 0 && settings.learningRate <= 1, 'above 0, at most 1'],
    ['weightDecay', settings.weightDecay >= 0 && settings.weightDecay <= 1, '0 to 1'],
    ['epochs', isCount(settings.epochs), 'a count of at least 1'],
    ['batchRows', isCount(settings.batchRows), 'a count of at least 1'],
    ['holdOut', settings.holdOut >= 0 && settings.holdOut <= 0.5, '0 to 0.5'],
    ['patience', isCount(settings.patience), 'a count of at least 1'],
  ];
  const findings: Finding[] = rules
    .filter(([, allowed]) => !allowed)
    .map(([name, , allowed]) => ({
      path: name,
      message: 'outside its range',
      received: settings[name],
      allowed,
    }));
  if (findings.length > 0)
    throw new Problem('invalid_input', 'The options of this network cannot be used.', { findings });
  return settings;
}

export type NeuralSettings = ReturnType<typeof neuralSettings>;
