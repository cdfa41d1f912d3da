import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Each folder may import from itself and from what stands left of it. */
export const houseOrder = [
  'base',
  'prisma',
  'features',
  'models',
  'feedback',
  'training',
  'serving',
  'bench',
  'notebooks',
] as const;

/** Folders beside the order: what they may import, and who may import them. */
const standAlone: Readonly<Record<string, readonly string[]>> = {
  // The simulator knows the service only through its public API.
  simulator: [],
};
const mayImportSimulator = new Set(['serving', 'bench', 'notebooks']);

export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly imports: string;
  readonly rule: string;
}

const importPattern =
  /(?<=^|[\s;}])(?:import|export)\s+(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

/** The house folder a project path lies in, or undefined for files at the root. */
function folderOf(path: string): string | undefined {
  const [first, ...rest] = path.split(sep);
  return rest.length === 0 ? undefined : first;
}

function ruleBroken(from: string, to: string): string | undefined {
  if (from === to) return undefined;
  const allowed = standAlone[from];
  if (allowed !== undefined) return allowed.includes(to) ? undefined : `${from} stands alone`;
  if (to in standAlone) return mayImportSimulator.has(from) ? undefined : `${from} may not import ${to}`;
  const order: readonly string[] = houseOrder;
  if (!order.includes(to)) return undefined;
  return order.indexOf(to) < order.indexOf(from) ? undefined : `${to} stands right of ${from}`;
}

/** Imports of one source text that go against the order. `path` is relative to the root. */
export function violationsIn(path: string, text: string): Violation[] {
  const from = folderOf(path);
  if (from === undefined) return [];
  const found: Violation[] = [];
  for (const match of text.matchAll(importPattern)) {
    const specifier = match[1] ?? match[2];
    if (specifier === undefined || !specifier.startsWith('.')) continue;
    const to = folderOf(relative('/', resolve('/', dirname(path), specifier)));
    const rule = to === undefined ? undefined : ruleBroken(from, to);
    if (rule === undefined) continue;
    const line = text.slice(0, match.index).split('\n').length;
    found.push({ file: path, line, imports: specifier, rule });
  }
  return found;
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes(`${sep}generated${sep}`) && !path.includes('node_modules'));
}

/** Every import in the project that goes against the order. */
export function importViolations(root: string): Violation[] {
  return [...houseOrder, ...Object.keys(standAlone)]
    .flatMap((folder) => {
      try {
        return sourcesBelow(join(root, folder));
      } catch {
        return [];
      }
    })
    .flatMap((path) => violationsIn(relative(root, path), readFileSync(path, 'utf8')));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const violations = importViolations(resolve(dirname(fileURLToPath(import.meta.url)), '../..'));
  for (const { file, line, imports, rule } of violations) {
    process.stderr.write(`${file}:${line} imports ${imports}: ${rule}\n`);
  }
  process.stdout.write(`import direction: ${violations.length} violations\n`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}
