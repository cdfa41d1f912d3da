import { canonicalJson, sha256 } from '../base/hash.ts';
import { Problem } from '../base/problem.ts';

/** The format this code writes; it reads this one and every earlier one (see ARTIFACT_FORMAT.md). */
export const artifactFormatVersion = 1;
const magic = 'linkloop-artifact';

export interface Artifact {
  readonly formatVersion: number;
  readonly kind: string;
  readonly payload: unknown;
}

const arrayTypes = {
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
} as const;
type ArrayType = keyof typeof arrayTypes;

/**
 * Plain data (objects, arrays, strings, numbers, booleans, null, typed arrays) as bytes. Equal data gives equal
 * bytes: keys are sorted, undefined properties are left out.
 * @param kind lower-case words joined by hyphens; tells the reader what the payload is
 * @throws TypeError when the payload holds anything else
 */
export function encodeArtifact(kind: string, payload: unknown): Uint8Array {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(kind)) throw new TypeError(`not an artifact kind: ${kind}`);
  const body = Buffer.from(canonicalJson(encodeValue(payload, 'payload')), 'utf8');
  const head = `${magic} ${artifactFormatVersion} ${kind} ${body.length}`;
  return Buffer.concat([Buffer.from(`${head} ${checksum(head, body)}\n`, 'utf8'), body]);
}

/** @throws Problem artifact_invalid when the bytes are no artifact, truncated, edited or from a newer version */
export function decodeArtifact(bytes: Uint8Array): Artifact {
  const lineEnd = bytes.indexOf(10);
  const line =
    lineEnd < 0 ? '' : Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(lineEnd, 400)).toString('utf8');
  const [word, version, kind, length, sum, ...rest] = line.split(' ');
  if (word !== magic || rest.length > 0 || !/^\d+$/.test(version ?? ''))
    throw invalid('These bytes are not a Linkloop artifact.', 'Give the file that the model registry wrote.');
  const formatVersion = Number(version);
  if (formatVersion > artifactFormatVersion)
    throw invalid(
      `The artifact has format version ${formatVersion}; this software reads up to ${artifactFormatVersion}.`,
      'Update Linkloop, or load an older model version.',
    );
  const body = bytes.subarray(lineEnd + 1);
  if (kind === undefined || length === undefined || sum === undefined || body.length < Number(length))
    throw invalid(
      `The artifact is truncated: ${body.length} of ${length} bytes.`,
      'Copy or download it again.',
    );
  if (checksum(`${word} ${version} ${kind} ${length}`, body) !== sum)
    throw invalid(
      'The artifact was changed after it was written: its checksum does not match.',
      'Restore the original file.',
    );
  return { formatVersion, kind, payload: decodeValue(JSON.parse(Buffer.from(body).toString('utf8'))) };
}

function checksum(head: string, body: Uint8Array): string {
  return sha256(Buffer.concat([Buffer.from(`${head}\n`, 'utf8'), body]));
}

function encodeValue(value: unknown, path: string): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : { $number: Object.is(value, -0) ? '-0' : String(value) };
  if (Array.isArray(value)) return value.map((item, index) => encodeValue(item, `${path}[${index}]`));
  if (ArrayBuffer.isView(value)) return encodeTyped(value, path);
  if (
    typeof value === 'object' &&
    (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null)
  ) {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    for (const [key] of entries) if (key.startsWith('$')) throw new TypeError(`reserved key ${path}.${key}`);
    return Object.fromEntries(entries.map(([key, inner]) => [key, encodeValue(inner, `${path}.${key}`)]));
  }
  throw new TypeError(`${path} is not plain data`);
}

function encodeTyped(view: ArrayBufferView, path: string): unknown {
  const type = (Object.keys(arrayTypes) as ArrayType[]).find((name) => view instanceof arrayTypes[name]);
  if (type === undefined) throw new TypeError(`${path} is not an array that artifacts know`);
  const bytes = littleEndian(
    new Uint8Array(view.buffer, view.byteOffset, view.byteLength),
    arrayTypes[type].BYTES_PER_ELEMENT,
  );
  return { $array: type, base64: Buffer.from(bytes).toString('base64') };
}

function decodeValue(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(decodeValue);
  if ('$number' in value) return Number(value.$number);
  if ('$array' in value && 'base64' in value) {
    const Type = arrayTypes[value.$array as ArrayType];
    if (Type === undefined || typeof value.base64 !== 'string')
      throw invalid(`The artifact holds an unknown array type ${String(value.$array)}.`, 'Update Linkloop.');
    const bytes = Uint8Array.from(Buffer.from(value.base64, 'base64'));
    return new Type(littleEndian(bytes, Type.BYTES_PER_ELEMENT).buffer);
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decodeValue(inner)]));
}

const machineIsLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** A copy whose elements are little-endian (or back from it: the change is its own inverse). */
function littleEndian(bytes: Uint8Array, width: number): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes);
  if (!machineIsLittleEndian)
    for (let start = 0; start < copy.length; start += width) copy.subarray(start, start + width).reverse();
  return copy;
}

function invalid(detail: string, remedy: string): Problem {
  return new Problem('artifact_invalid', detail, { remedy });
}
