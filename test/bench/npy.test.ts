import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readNpy, writeNpy } from '../../bench/npy.ts';

const path = join(mkdtempSync(join(tmpdir(), 'linkloop-npy-')), 'values.npy');

test('an array comes back as it was written', () => {
  const values = Float64Array.of(0, -0, Number.NaN, Number.POSITIVE_INFINITY, 1e-320, 1 / 3);
  writeNpy(path, values, [2, 3]);
  expect(readNpy(path)).toEqual(values);
});

test.each([
  [new Float32Array(6), [2, 3], "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"],
  [new Int32Array(6), [6], "{'descr': '<i4', 'fortran_order': False, 'shape': (6,), }"],
] as const)('the header says type and shape, and the data is aligned', (values, shape, header) => {
  writeNpy(path, values, shape);
  const file = readFileSync(path);
  expect(file.toString('latin1', 0, 8)).toBe('\x93NUMPY\x01\x00');
  const start = 10 + file.readUInt16LE(8);
  expect(start % 64).toBe(0);
  expect(file.toString('latin1', 10, start)).toMatch(/\n$/);
  expect(file.toString('latin1', 10, start).trimEnd()).toBe(header);
  expect(file.length).toBe(start + values.byteLength);
  expect(() => readNpy(path)).toThrow(/64-bit/);
});
