import { z } from 'zod';
import { Problem } from '../../base/problem.ts';
import type { PageEnd } from '../../prisma/repositories/page.ts';
import { queryNumber, queryNumberOr } from './queryNumber.ts';

/** What a query says of the page it wants; every list that can grow takes it. */
export const pageQuery = {
  limit: queryNumberOr(100, z.int().min(1).max(1000)),
  cursor: z.string().max(200).optional().meta({ description: '`next` of the page before.' }),
};

/** Beside the rows of a page. */
export const nextPage = z
  .string()
  .nullable()
  .meta({ description: '`cursor` of the next page; null: this is the last.' });

/** What to read of a list: one row more than is shown tells whether there is another page. */
export function pageAsked(query: { readonly limit: number; readonly cursor?: string | undefined }): {
  readonly limit: number;
  readonly after: PageEnd | null;
} {
  return { limit: query.limit + 1, after: query.cursor === undefined ? null : readCursor(query.cursor) };
}

/** The rows that are shown, and the cursor of those after them. @param end what the list is ordered by */
export function pageOf<R>(
  rows: readonly R[],
  limit: number,
  end: (row: R) => PageEnd,
): { readonly shown: readonly R[]; readonly next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  if (last === undefined || rows.length <= limit) return { shown, next: null };
  const { key, id } = end(last);
  return { shown, next: `${key}~${id}` };
}

const cursorSchema = z.tuple([queryNumber(z.number()), z.uuid()]);

/** @throws Problem `invalid_input` */
function readCursor(text: string): PageEnd {
  const parsed = cursorSchema.safeParse(text.split('~'));
  if (parsed.success) return { key: parsed.data[0], id: parsed.data[1] };
  throw new Problem('invalid_input', 'The cursor is not one of this list.', {
    findings: [{ path: 'query/cursor', message: 'unreadable', received: text }],
    remedy: 'Give `next` of the page before, unchanged, or none for the first page.',
  });
}
