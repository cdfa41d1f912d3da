import { fieldComparison } from './comparisonData.ts';
import { type ComparisonPlan, missingLevel } from './comparisonPlan.ts';
import type { FieldComparison } from './fieldComparison.ts';

/** Compares records field by field, as planned. */
export class RecordComparison {
  readonly plan: ComparisonPlan;
  readonly #comparisons: readonly FieldComparison[];
  readonly #codes: readonly Int32Array[];
  readonly #equalLevels: readonly Uint8Array[];

  constructor(plan: ComparisonPlan) {
    this.plan = plan;
    this.#comparisons = plan.fields.map(({ data }) => fieldComparison(data));
    this.#codes = plan.fields.map(({ codes }) => codes);
    this.#equalLevels = plan.fields.map(({ equalLevels }) => equalLevels);
  }

  get fieldCount(): number {
    return this.#codes.length;
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
    if (this.plan.swappable !== undefined) this.#noticeSwap(this.plan.swappable, a, b, levels, offset);
  }

  /** Given and family name the other way round are one more level, the highest below equality, of both. */
  #noticeSwap(
    [first, second]: readonly [number, number],
    a: number,
    b: number,
    levels: Uint8Array,
    offset: number,
  ): void {
    const given = this.#codes[first]!;
    const family = this.#codes[second]!;
    // Names that are given and family names alike (Werner, Peter) cross by chance; both must.
    if (given[a]! < 0 || family[a]! < 0 || given[a] !== family[b] || family[a] !== given[b]) return;
    if (given[a] === given[b]) return;
    levels[offset + first] = this.plan.fields[first]!.equal - 1;
    levels[offset + second] = this.plan.fields[second]!.equal - 1;
  }
}
