import { sharedUint8 } from '../../numeric/sharedArrays.ts';
import { type ComparisonData, comparisonData, fieldComparison } from './comparisonData.ts';
import type { FieldKind } from './fieldKind.ts';
import type { FieldValues } from './fieldValues.ts';
import { type FrequencyBands, frequencyBands } from './frequencyBands.ts';

/** Level of a field in which one side says nothing: neither agreement nor disagreement. */
export const missingLevel = 255;

/** One compared field and what its levels mean. */
export interface ComparedField {
  readonly name: string;
  readonly kind: FieldKind;
  /** Value of each row; -1 where nothing is said. */
  readonly codes: Int32Array;
  readonly data: ComparisonData;
  readonly bands: FrequencyBands;
  /** Levels below equality; then one per frequency band, the last of them the rarest. */
  readonly levelNames: readonly string[];
  /** Share of each level among matches before any was seen. */
  readonly expected: Float64Array;
  /** First level of equality. */
  readonly equal: number;
  /** Level of two equal values, per value. */
  readonly equalLevels: Uint8Array;
}

/** Everything that comparing records takes, as plain data on shared memory that every thread reads in place. */
export interface ComparisonPlan {
  readonly rowCount: number;
  /** See recordTable.ts. */
  readonly leftCount: number | undefined;
  readonly fields: readonly ComparedField[];
  /** The fields of given and family name, when there are both. */
  readonly swappable: readonly [number, number] | undefined;
}

export function comparisonPlan(
  fields: readonly FieldValues[],
  rowCount: number,
  leftCount: number | undefined,
): ComparisonPlan {
  const compared = fields.filter(({ onlyKeys }) => !onlyKeys);
  const given = compared.findIndex(({ kind }) => kind === 'givenName');
  const family = compared.findIndex(({ kind }) => kind === 'familyName');
  const swappable = given >= 0 && family >= 0;
  return {
    rowCount,
    leftCount,
    fields: compared.map((values) => comparedField(values, leftCount, swappable)),
    swappable: swappable ? [given, family] : undefined,
  };
}

function comparedField(
  values: FieldValues,
  leftCount: number | undefined,
  swappable: boolean,
): ComparedField {
  const { name, kind, codes } = values;
  const data = comparisonData(values);
  const person = kind === 'givenName' || kind === 'familyName';
  const levels = [
    ...fieldComparison(data).levels,
    ...(person && swappable ? [{ name: 'given and family name swapped', expected: 0.01 }] : []),
  ];
  const bands = frequencyBands(values, leftCount);
  const below = levels.reduce((sum, { expected }) => sum + expected, 0);
  const equalLevels = sharedUint8(bands.band.length);
  bands.band.forEach((band, word) => {
    equalLevels[word] = levels.length + band;
  });
  return {
    name,
    kind,
    codes,
    data,
    bands,
    equal: levels.length,
    levelNames: [
      ...levels.map((level) => level.name),
      ...Array.from({ length: bands.count }, (_, band) => `equal, 1 of ${Math.round(10 ** (band / 2))}`),
    ],
    expected: Float64Array.from([
      ...levels.map(({ expected }) => expected),
      ...Array.from(bands.share, (share) => (1 - below) * share),
    ]),
    equalLevels,
  };
}
