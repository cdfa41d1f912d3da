import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { importOnnx } from '../../../models/onnx/importOnnx.ts';
import { multiclassOnnxTreesModel, onnxTreesModel } from '../../../models/onnx/onnxTreesModel.ts';
import type { Row } from '../../../models/table.ts';

interface Case {
  readonly name: string;
  /** Base64 of the file. */
  readonly model: string;
  readonly rows: readonly (readonly (number | null)[])[];
  /** onnxruntime's answers: probabilities of the classes, or the predicted value. */
  readonly expected: readonly (readonly number[])[];
}

const { cases }: { cases: Case[] } = JSON.parse(
  readFileSync(new URL('../fixtures/onnx_models.json', import.meta.url), 'utf8'),
);
const features = ['a', 'b', 'c', 'd', 'e'];

/**
 * The fixtures' trees add up a dozen leaves of size 1 in 32 bits, which rounds by less than 12 x 2^-24 = 7e-7 (relative
 * to the largest partial sum, about 4); a single wrong turn changes a prediction by a hundred times as much.
 */
const tolerance = 4e-6;

describe('trees that other tools exported predict what onnxruntime does', () => {
  test.each(cases)('$name', ({ model, rows, expected }) => {
    const data = importOnnx(Buffer.from(model, 'base64'), { features });
    const tried = rows.map(
      (values): Row => Object.fromEntries(values.map((value, column) => [features[column]!, value])),
    );
    const predictions =
      data.kind === 'multiclass-onnx-trees'
        ? tried.map((row) => [...multiclassOnnxTreesModel(data).predictRow(row)])
        : tried.map((row) => [onnxTreesModel(data).predictRow(row)]);
    predictions.forEach((values, row) => {
      const wanted = values.length === 1 ? expected[row]!.slice(-1) : expected[row]!;
      values.forEach((value, at) => {
        expect(Math.abs(value - wanted[at]!)).toBeLessThan(tolerance * Math.max(1, Math.abs(wanted[at]!)));
      });
    });
    expect(new Set(predictions.map(String)).size).toBeGreaterThan(8);
  });

  test('a category of LightGBM is read as one, by its number', () => {
    const { model } = cases.find(({ name }) => name === 'lightgbm')!;
    const data = importOnnx(Buffer.from(model, 'base64'), { features });
    expect(data.scale).toBe('log-odds');
    expect(data.features.map(({ kind }) => kind)).toEqual([
      ...Array.from({ length: 4 }, () => 'numeric'),
      'categorical',
    ]);
  });
});
