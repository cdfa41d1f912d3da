/** Fields that say who a customer is, beside its id. */
const describing: ReadonlySet<string> = new Set(['customerExternalId', 'displayName']);

/**
 * A logged answer or question about somebody else's call without these customers: entries of lists that are about one of
 * them go; an answer that names one says "nobody" in its place, without the reasons that spoke for them.
 */
export function redactMentions(value: unknown, customers: ReadonlySet<string>): unknown {
  const named = (inner: unknown) => typeof inner === 'string' && customers.has(inner);
  if (Array.isArray(value))
    return value
      .filter((entry) => !named(entry) && !named((entry as { customerId?: unknown } | null)?.customerId))
      .map((entry) => redactMentions(entry, customers));
  if (value === null || typeof value !== 'object') return value;
  const isAbout = named((value as { customerId?: unknown }).customerId);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      if (named(inner) || (isAbout && describing.has(name))) return [name, null];
      if (isAbout && name === 'reasons') return [name, []];
      return [name, redactMentions(inner, customers)];
    }),
  );
}
