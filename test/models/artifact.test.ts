import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { artifactFormatVersion, decodeArtifact, encodeArtifact } from '../../models/artifact.ts';

const payload = {
  name: 'Zoë',
  numbers: [1, -0, Number.NaN, Number.POSITIVE_INFINITY, 1e-300],
  bytes: Uint8Array.of(1, 255),
  floats: Float64Array.of(Math.PI, Number.NaN, -0),
  words: Uint32Array.of(4_000_000_000),
  nested: { codes: Int32Array.of(-1, 7), empty: new Float64Array(), nothing: null },
};

describe('artifacts', () => {
  test('give back what was put in', () => {
    expect(decodeArtifact(encodeArtifact('some-model', payload))).toStrictEqual({
      formatVersion: artifactFormatVersion,
      kind: 'some-model',
      payload,
    });
  });

  test('do not depend on the order of keys or on undefined', () => {
    const a = encodeArtifact('m', { x: 1, y: [2], z: undefined });
    expect(encodeArtifact('m', { y: [2], x: 1 })).toEqual(a);
  });

  test('are little-endian: the bytes are the same on every machine', () => {
    const text = Buffer.from(encodeArtifact('m', { x: Uint16Array.of(0x0102) })).toString('utf8');
    expect(text.split('\n')[1]).toBe('{"x":{"$array":"Uint16Array","base64":"AgE="}}');
  });

  test.each([
    ['a date', { at: new Date(0) }],
    ['a function', { run: () => 1 }],
    ['a bigint', { big: 1n }],
    ['a reserved key', { $array: 1 }],
    ['a big array of a strange type', { x: BigInt64Array.of(1n) }],
  ])('refuse to write %s', (_, value) => {
    expect(() => encodeArtifact('m', value)).toThrow(TypeError);
  });

  test('refuse every truncation', () => {
    const bytes = encodeArtifact('some-model', { x: Float64Array.of(1, 2), y: 'text' });
    for (let length = 0; length < bytes.length; length++)
      expect(() => decodeArtifact(bytes.subarray(0, length))).toThrow(
        expect.objectContaining({ code: 'artifact_invalid' }),
      );
  });

  test('refuse every changed byte', () => {
    const bytes = encodeArtifact('some-model', { x: Float64Array.of(1, 2), y: 'text' });
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const edited = Uint8Array.from(bytes);
        edited[at]! ^= change;
        expect(() => decodeArtifact(edited)).toThrow(expect.objectContaining({ code: 'artifact_invalid' }));
      }),
      { seed: 7, numRuns: 400 },
    );
  });

  test('refuse appended bytes', () => {
    const bytes = encodeArtifact('some-model', payload);
    expect(() => decodeArtifact(Buffer.concat([bytes, Buffer.from(' ')]))).toThrow(
      expect.objectContaining({ code: 'artifact_invalid' }),
    );
  });

  test('of a newer format are refused with what to do', () => {
    const newer = Buffer.from(
      Buffer.from(encodeArtifact('some-model', payload))
        .toString('utf8')
        .replace(
          `linkloop-artifact ${artifactFormatVersion} `,
          `linkloop-artifact ${artifactFormatVersion + 1} `,
        ),
    );
    expect(() => decodeArtifact(newer)).toThrow(
      expect.objectContaining({ code: 'artifact_invalid', remedy: expect.stringContaining('Update') }),
    );
  });
});
