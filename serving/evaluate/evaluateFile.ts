import { writeFile } from 'node:fs/promises';
import { doubts, lookForDeceptions } from './deceptions.ts';
import { evaluate } from './evaluation.ts';
import { evaluationAnswer } from './evaluationAnswer.ts';
import { evaluationPage } from './evaluationPage.ts';
import { evaluationText } from './evaluationText.ts';
import { explainEvaluation } from './importances.ts';
import { learnerFor } from './learners.ts';
import { writeOnnx } from './onnxFile.ts';
import { type ReadOptions, readTextTable } from './readTextTable.ts';
import { readTable, type TableRequest } from './tableReading.ts';

export interface EvaluateFileOptions extends ReadOptions, TableRequest {
  readonly estimator: string;
  readonly folds?: number | undefined;
  readonly seed: number;
  /** Promised share of conformal intervals or sets, in (0, 1); absent: none are measured. */
  readonly intervals?: number | undefined;
  /** Seconds to learn in, over all folds. */
  readonly budget?: number | undefined;
  readonly threads: number;
  /** Where an HTML report goes. */
  readonly report?: string | undefined;
  /** Where the model of all rows goes, as ONNX. */
  readonly onnx?: string | undefined;
  readonly onProgress?: (share: number, doing: string) => void;
}

/** Of the progress bar; the rest is for the report. */
const learningShare = 0.9;

/**
 * Reads a table, looks for what would deceive, evaluates, and tells.
 * @returns the result as one object and for people
 * @throws Problem when the table cannot be read or learned from
 */
export async function evaluateFile(
  path: string,
  options: EvaluateFileOptions,
): Promise<{ answer: Record<string, unknown>; text: string }> {
  options.onProgress?.(0, 'reading');
  const dividesCopies = options.group === 'none';
  const { group: _, ...others } = options;
  const text = await readTextTable(path, options);
  const reading = readTable(text, dividesCopies ? others : options);
  const deceptions = lookForDeceptions(reading, !dividesCopies);
  const table = { rowCount: reading.rowCount, columns: reading.features };
  const { times, label } = reading;
  const groups = reading.groups ?? deceptions.groups;
  if (options.onnx !== undefined) {
    options.onProgress?.(0, 'learning from all rows');
    await writeOnnx(
      options.onnx,
      learnerFor(label.task, options.estimator, label.classes),
      {
        ...table,
        target: label.target,
        ...(groups === undefined ? {} : { groups }),
        ...(times === undefined ? {} : { times }),
      },
      {
        seed: options.seed,
        threads: options.threads,
        ...(options.signal === undefined ? {} : { signal: options.signal }),
        ...(options.budget === undefined ? {} : { budgetSeconds: options.budget }),
      },
    );
  }
  const evaluation = await evaluate({
    table,
    label,
    groups,
    times,
    estimator: options.estimator,
    folds: options.folds,
    coverage: options.intervals,
    seed: options.seed,
    threads: options.threads,
    budgetSeconds: options.budget,
    signal: options.signal,
    onProgress: (share, doing) => options.onProgress?.(learningShare * share, doing),
  });
  const findings = {
    notes: [...reading.notes, ...deceptions.notes],
    warnings: [...reading.warnings, ...deceptions.warnings, ...doubts(evaluation, reading)],
  };
  if (options.report !== undefined) {
    const explained = await explainEvaluation(evaluation, table, label.task, {
      seed: options.seed,
      signal: options.signal,
      onProgress: (share) => options.onProgress?.(learningShare + (1 - learningShare) * share, 'explaining'),
    });
    const { description } = text;
    await writeFile(
      options.report,
      evaluationPage({ source: path, description, evaluation, reading, explained, ...findings }),
    );
  }
  return {
    answer: evaluationAnswer(evaluation, reading, findings),
    text: evaluationText(evaluation, reading, findings),
  };
}
