import {
  compareCategories,
  compareEmails,
  compareHouseNumbers,
  compareNumbers,
  comparePhones,
  comparePostalCodes,
} from './compareCodes.ts';
import { compareDates } from './compareDates.ts';
import { compareTexts } from './compareTexts.ts';
import { compareWords } from './compareWords.ts';
import type { FieldComparison } from './fieldComparison.ts';
import type { FieldValues } from './fieldValues.ts';
import { type FrequencyBands, frequencyBands } from './frequencyBands.ts';

/** Level of a field in which one side says nothing: neither agreement nor disagreement. */
export const missingLevel = 255;

/** One compared field and what its levels mean. */
export interface ComparedField {
  readonly values: FieldValues;
  readonly bands: FrequencyBands;
  /** Levels below equality; then one per frequency band, the last of them the rarest. */
  readonly levelNames: readonly string[];
  /** Share of each level among matches before any was seen. */
  readonly expected: Float64Array;
  /** First level of equality. */
  readonly equal: number;
}

function comparisonOf({ kind, words, counts }: FieldValues): FieldComparison {
  switch (kind) {
    case 'givenName':
    case 'familyName':
    case 'city':
    case 'street':
      return compareWords(words);
    case 'fullName':
      return compareTexts(words, counts);
    case 'text': {
      const several = words.reduce((sum, word) => sum + word.split(' ').length, 0) > 1.5 * words.length;
      return several ? compareTexts(words, counts) : compareWords(words);
    }
    case 'date':
      return compareDates(words);
    case 'postalCode':
      return comparePostalCodes(words);
    case 'houseNumber':
      return compareHouseNumbers(words);
    case 'phone':
      return comparePhones(words);
    case 'email':
      return compareEmails(words);
    case 'number':
      return compareNumbers(words);
    case 'category':
      return compareCategories();
  }
}

/** Compares records field by field. */
export class RecordComparison {
  readonly fields: readonly ComparedField[];
  readonly rowCount: number;
  readonly #comparisons: readonly FieldComparison[];
  readonly #codes: readonly Int32Array[];
  /** Level of two equal values, per field and value. */
  readonly #equalLevels: readonly Uint8Array[];
  readonly #given: number;
  readonly #family: number;

  constructor(fields: readonly FieldValues[], rowCount: number, leftCount?: number) {
    this.rowCount = rowCount;
    const compared = fields.filter(({ onlyKeys }) => !onlyKeys);
    this.#comparisons = compared.map((field) => withSwap(field, comparisonOf(field), compared));
    this.#codes = compared.map(({ codes }) => codes);
    this.#given = compared.findIndex(({ kind }) => kind === 'givenName');
    this.#family = this.#given < 0 ? -1 : compared.findIndex(({ kind }) => kind === 'familyName');
    this.fields = compared.map((values, index) => {
      const { levels } = this.#comparisons[index]!;
      const bands = frequencyBands(values, leftCount);
      const below = levels.reduce((sum, { expected }) => sum + expected, 0);
      return {
        values,
        bands,
        equal: levels.length,
        levelNames: [
          ...levels.map(({ name }) => name),
          ...Array.from({ length: bands.count }, (_, band) => `equal, 1 of ${Math.round(10 ** (band / 2))}`),
        ],
        expected: Float64Array.from([
          ...levels.map(({ expected }) => expected),
          ...Array.from(bands.share, (share) => (1 - below) * share),
        ]),
      };
    });
    this.#equalLevels = this.fields.map(({ bands, equal }) => bands.band.map((band) => band + equal));
  }

  /** Writes the level of every field for rows a and b to `levels` at `offset`; symmetric. */
  compare(a: number, b: number, levels: Uint8Array, offset = 0): void {
    for (let field = 0; field < this.#codes.length; field++) {
      const left = this.#codes[field]![a]!;
      const right = this.#codes[field]![b]!;
      levels[offset + field] =
        left < 0 || right < 0
          ? missingLevel
          : left === right
            ? this.#equalLevels[field]![left]!
            : this.#comparisons[field]!.level(left, right);
    }
    if (this.#family >= 0) this.#noticeSwap(a, b, levels, offset);
  }

  /** Given and family name the other way round are one more level, the highest below equality, of both. */
  #noticeSwap(a: number, b: number, levels: Uint8Array, offset: number): void {
    const given = this.#codes[this.#given]!;
    const family = this.#codes[this.#family]!;
    // Names that are given and family names alike (Werner, Peter) cross by chance; both must.
    if (given[a]! < 0 || family[a]! < 0 || given[a] !== family[b] || family[a] !== given[b]) return;
    if (given[a] === given[b]) return;
    const swapped = (field: number) => {
      levels[offset + field] = this.fields[field]!.equal - 1;
    };
    swapped(this.#given);
    swapped(this.#family);
  }
}

function withSwap(
  field: FieldValues,
  comparison: FieldComparison,
  all: readonly FieldValues[],
): FieldComparison {
  const person = field.kind === 'givenName' || field.kind === 'familyName';
  const both = all.some(({ kind }) => kind === 'givenName') && all.some(({ kind }) => kind === 'familyName');
  if (!person || !both) return comparison;
  const levels = [...comparison.levels, { name: 'given and family name swapped', expected: 0.01 }];
  return { levels, level: (a, b) => comparison.level(a, b) };
}
