import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Problem } from '../../base/problem.ts';
import { fieldKinds } from '../../models/linking/bulk/fieldKind.ts';
import type { KindOverrides } from '../../models/linking/bulk/mapColumns.ts';

const kindMap = z.record(z.string(), z.enum([...fieldKinds, 'drop']));

/**
 * Reads what columns hold, `{"column": "kind"}`.
 * @throws Problem not_found, invalid_input
 */
export async function readKinds(path: string): Promise<KindOverrides> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Problem('not_found', `${path} cannot be read (--map): ${error.code ?? error.message}.`, {
      remedy: 'Check the path.',
      cause: error,
    });
  });
  const parsed = kindMap.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new Problem('invalid_input', `${path} does not say what columns hold.`, {
    findings: parsed.error.issues.map(({ path: at, message }) => ({ path: at.join('.'), message })),
    remedy: `Write {"column": "kind"} with the kinds ${fieldKinds.join(', ')}, drop.`,
  });
}

/** The value of a JSON text; undefined when it is none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
