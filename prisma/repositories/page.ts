/*
 * Lists are read a page at a time by what they are ordered by, not by counting: whatever is added in the meantime, nothing
 * is left out or listed twice. All are ordered by a number and then by id, both descending.
 */

/** Where a page ended. */
export interface PageEnd {
  readonly key: number;
  readonly id: string;
}

/** A page of a list; without a limit all that follows. */
export interface Page {
  readonly limit?: number;
  readonly after?: PageEnd | null;
}

/** Newest first: by `recorded_at` as clients read it, in milliseconds. */
const recorded = `date_trunc('milliseconds', recorded_at)`;

/** The end of a query for a page by `recorded_at`; the values of its parameters, from number `first` on. */
export function newestFirst({ limit, after }: Page, first: number): { text: string; values: unknown[] } {
  const [key, id, most] = [`$${first}::float8`, `$${first + 1}::uuid`, `$${first + 2}::int`];
  return {
    text: `and (${key} is null or (${recorded}, id) < ('epoch'::timestamptz + ${key} * interval '1 millisecond', ${id}))
     order by ${recorded} desc, id desc limit ${most}`,
    values: [after?.key ?? null, after?.id ?? null, limit ?? null],
  };
}

/** Where such a page ended. */
export const recordedEnd = ({ recordedAt, id }: { recordedAt: Date; id: string }): PageEnd => ({
  key: recordedAt.getTime(),
  id,
});
