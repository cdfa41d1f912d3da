/** Attributes of a call as its source delivered them: branch, line, campaign ... */
export type CallAttributes = Readonly<Record<string, string>>;

/** Attributes with more different values than this are identifiers or free text, not habits. */
const mostValues = 50;
/** Calls that a customer's habit is drawn to the company's shares with. */
const pull = 2;

/** Scalars of a call's attributes as short strings; everything else is left out. */
export function callAttributes(
  attributes: Readonly<Record<string, unknown>> | null | undefined,
): CallAttributes {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes ?? {}).slice(0, 12)) {
    if (typeof value === 'string' && value !== '' && value.length <= 64) kept[name] = value;
    else if (typeof value === 'number' || typeof value === 'boolean') kept[name] = String(value);
  }
  return kept;
}

/** How common each value of each attribute is among the calls known to be customers'. */
export class AttributeShares {
  readonly #values = new Map<string, { total: number; readonly counts: Map<string, number> }>();

  count(attributes: CallAttributes, change: 1 | -1): void {
    for (const [name, value] of Object.entries(attributes)) {
      let known = this.#values.get(name);
      if (known === undefined) {
        known = { total: 0, counts: new Map() };
        this.#values.set(name, known);
      }
      const count = (known.counts.get(value) ?? 0) + change;
      if (count > 0) known.counts.set(value, count);
      else known.counts.delete(value);
      known.total += change;
    }
  }

  /**
   * Log of how much likelier these attributes are for a customer with the given earlier calls than for anybody
   * (naive Bayes over attributes, shares drawn to the company's); null when nothing can be compared.
   */
  lift(asked: CallAttributes, earlier: readonly CallAttributes[]): number | null {
    let sum: number | null = null;
    for (const [name, value] of Object.entries(asked)) {
      const known = this.#values.get(name);
      if (known === undefined || known.counts.size > mostValues || known.counts.size < 2) continue;
      const own = earlier.flatMap((attributes) => attributes[name] ?? []);
      if (own.length === 0) continue;
      const share = ((known.counts.get(value) ?? 0) + 1) / (known.total + known.counts.size + 1);
      const same = own.filter((other) => other === value).length;
      sum = (sum ?? 0) + Math.log((same + pull * share) / ((own.length + pull) * share));
    }
    return sum;
  }
}
