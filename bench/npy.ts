import { readFileSync, writeFileSync } from 'node:fs';

type NumberArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/**
 * Writes an array in NumPy's file format, row-major, as `numpy.load` reads it.
 * @param shape lengths of the axes; their product is the array's length
 */
export function writeNpy(path: string, values: NumberArray, shape: readonly number[]): void {
  const kind = { Float32Array: '<f4', Float64Array: '<f8', Int32Array: '<i4', Uint8Array: '|u1' };
  const type = kind[values.constructor.name as keyof typeof kind];
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${axes}), }`;
  // Magic, version and length take 10 bytes; the data starts at a multiple of 64.
  const header = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`;
  const length = Buffer.alloc(2);
  length.writeUInt16LE(header.length);
  writeFileSync(
    path,
    Buffer.concat([
      Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
      length,
      Buffer.from(header, 'latin1'),
      Buffer.from(values.buffer, values.byteOffset, values.byteLength),
    ]),
  );
}

/** Reads an array of 64-bit floats as `numpy.save` writes it. */
export function readNpy(path: string): Float64Array {
  const file = readFileSync(path);
  const start = 10 + file.readUInt16LE(8);
  const header = file.toString('latin1', 10, start);
  if (!header.includes("'<f8'") || header.includes("'fortran_order': True"))
    throw new Error(`${path} holds no row-major array of 64-bit floats: ${header}`);
  return new Float64Array(new Uint8Array(file.subarray(start)).buffer);
}
