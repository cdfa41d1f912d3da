import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** A module of this project that Node can run in a process of its own. */
export interface Program {
  readonly path: string;
  /** What Node needs besides: run from source, the loader of TypeScript; run from the built package, nothing. */
  readonly execArgv: readonly string[];
}

/**
 * The program in the module `name` (without extension) relative to the module at `base`.
 * @param base `import.meta.url` of the caller, whose extension the program has, too
 */
export function programBeside(base: string, name: string): Program {
  const extension = extname(fileURLToPath(base));
  const loader = () => pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return {
    path: fileURLToPath(new URL(`${name}${extension}`, base)),
    execArgv: extension === '.ts' ? ['--import', loader()] : [],
  };
}
