import { invalidModel } from './invalidModel.ts';
import { attributeType, type OnnxAttribute, type OnnxNode } from './proto.ts';
import { numbersOf } from './tensor.ts';

const bytesOf = (value: string): Uint8Array => Buffer.from(value, 'utf8');
const textOf = (value: Uint8Array): string => Buffer.from(value).toString('utf8');

export const int = (name: string, i: number): OnnxAttribute => ({ name, type: attributeType.int, i });
export const float = (name: string, f: number): OnnxAttribute => ({ name, type: attributeType.float, f });
export const text = (name: string, value: string): OnnxAttribute => ({
  name,
  type: attributeType.string,
  s: bytesOf(value),
});
export const ints = (name: string, values: ArrayLike<number>): OnnxAttribute => ({
  name,
  type: attributeType.ints,
  ints: Array.from(values),
});
export const floats = (name: string, values: ArrayLike<number>): OnnxAttribute => ({
  name,
  type: attributeType.floats,
  floats: Array.from(values),
});
export const texts = (name: string, values: readonly string[]): OnnxAttribute => ({
  name,
  type: attributeType.strings,
  strings: values.map(bytesOf),
});

/** The attributes of a node by name; absent ones read as empty. */
export interface AttributeReader {
  has(name: string): boolean;
  int(name: string, absent: number): number;
  float(name: string, absent: number): number;
  text(name: string, absent: string): string;
  /** Of `name`, or of the tensor `name` + '_as_tensor' with more precision. */
  floats(name: string): readonly number[];
  /** Whole numbers from 0 on. @throws Problem artifact_invalid when one is not */
  indices(name: string): readonly number[];
  ints(name: string): readonly number[];
  texts(name: string): string[];
}

/** @throws Problem artifact_invalid when two attributes share a name */
export function attributeReader(node: OnnxNode): AttributeReader {
  const byName = new Map<string, OnnxAttribute>();
  for (const attribute of node.attribute) {
    if (byName.has(attribute.name))
      throw invalidModel(`The node ${node.opType} has the attribute ${attribute.name} twice.`);
    byName.set(attribute.name, attribute);
  }
  const ints = (name: string) => byName.get(name)?.ints ?? [];
  return {
    has: (name) => byName.has(name),
    int: (name, absent) => byName.get(name)?.i ?? absent,
    float: (name, absent) => byName.get(name)?.f ?? absent,
    text(name, absent) {
      const bytes = byName.get(name)?.s;
      return bytes === undefined ? absent : textOf(bytes);
    },
    floats(name) {
      const tensor = byName.get(`${name}_as_tensor`)?.t;
      return tensor ? numbersOf(tensor) : (byName.get(name)?.floats ?? []);
    },
    ints,
    indices(name) {
      const values = ints(name);
      const wrong = values.find((value) => !Number.isSafeInteger(value) || value < 0);
      if (wrong !== undefined)
        throw invalidModel(`The attribute ${name} of ${node.opType} holds ${wrong}, which is no index.`);
      return values;
    },
    texts: (name) => (byName.get(name)?.strings ?? []).map(textOf),
  };
}
