import { readFileSync } from 'node:fs';
import { Problem } from '../../base/problem.ts';

/**
 * A WebAssembly module of this project, which `npm run kernels` builds from models/kernels/assembly/.
 * @throws Problem internal when it was not built; its text says what to do, because a failed run keeps nothing else
 */
export function compileModule(url: URL): WebAssembly.Module {
  try {
    return new WebAssembly.Module(readFileSync(url));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new Problem(
      'internal',
      `The kernels of trees are not built (npm run kernels): no ${url.pathname}.`,
      {
        remedy: '`npm run kernels` builds them from models/kernels/assembly/; `npm run build` does it too.',
        cause,
      },
    );
  }
}
