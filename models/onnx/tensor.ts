import { invalidModel } from './invalidModel.ts';
import { type OnnxTensor, tensorType } from './proto.ts';

/** A tensor with its values in the file itself. */
export function numberTensor(
  name: string,
  type: 'float' | 'double' | 'int64',
  dims: readonly number[],
  values: ArrayLike<number>,
): OnnxTensor {
  const numbers = Array.from(values);
  const data =
    type === 'float'
      ? { floatData: numbers }
      : type === 'double'
        ? { doubleData: numbers }
        : { int64Data: numbers };
  return { name, dims, dataType: tensorType[type], ...data };
}

/**
 * The values of a tensor of numbers.
 * @throws Problem artifact_invalid when its values are elsewhere, of another type or not as many as its shape says
 */
export function numbersOf(tensor: OnnxTensor): number[] {
  if (tensor.dataLocation === 1) throw invalidModel(`The tensor ${tensor.name} is kept in another file.`);
  const size = tensor.dims.reduce((product, each) => product * each, 1);
  const values = tensor.rawData?.length ? rawNumbers(tensor, tensor.rawData) : fieldNumbers(tensor);
  if (values.length !== size)
    throw invalidModel(
      `The tensor ${tensor.name} has ${values.length} values, but its shape is ${tensor.dims.join(' x ')}.`,
    );
  return values;
}

function fieldNumbers(tensor: OnnxTensor): number[] {
  const { dataType, floatData = [], doubleData = [], int64Data = [], int32Data = [] } = tensor;
  if (dataType === tensorType.float) return [...floatData];
  if (dataType === tensorType.double) return [...doubleData];
  if (dataType === tensorType.int64) return [...int64Data];
  if (dataType === tensorType.int32) return [...int32Data];
  throw invalidModel(
    `The tensor ${tensor.name} has the data type ${dataType}, which is no number known here.`,
  );
}

function rawNumbers({ name, dataType }: OnnxTensor, raw: Uint8Array): number[] {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const widths: Readonly<Record<number, number>> = {
    [tensorType.float]: 4,
    [tensorType.double]: 8,
    [tensorType.int64]: 8,
    [tensorType.int32]: 4,
  };
  const width = widths[dataType];
  if (width === undefined || raw.length % width !== 0)
    throw invalidModel(`The tensor ${name} has the data type ${dataType} and ${raw.length} bytes.`);
  return Array.from({ length: raw.length / width }, (_, index) => {
    const at = index * width;
    if (dataType === tensorType.float) return view.getFloat32(at, true);
    if (dataType === tensorType.double) return view.getFloat64(at, true);
    return dataType === tensorType.int32 ? view.getInt32(at, true) : Number(view.getBigInt64(at, true));
  });
}
