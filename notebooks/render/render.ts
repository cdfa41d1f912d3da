import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { cellsOf, withMarkers } from './cells.ts';
import { notebookPage } from './notebookPage.ts';
import { takeOutputs } from './show.ts';

const folder = fileURLToPath(new URL('..', import.meta.url));
const pages = join(folder, 'html');
const suffix = '.notebook.ts';

/** Runs one notebook from its first line to its last and writes its page; throws what the notebook throws. */
async function render(file: string): Promise<string> {
  const source = await readFile(join(folder, file), 'utf8');
  const cells = cellsOf(source);
  const program = `import { enterCell as enterCell__ } from './render/show.ts'; ${withMarkers(source, cells, 'enterCell__')}`;
  // Beside the notebook, so that its relative imports hold.
  const running = join(folder, `.${basename(file, suffix)}.running.ts`);
  await writeFile(running, program);
  try {
    await import(pathToFileURL(running).href);
  } finally {
    await rm(running, { force: true });
  }
  const page = join(pages, `${basename(file, suffix)}.html`);
  await writeFile(page, notebookPage(cells, takeOutputs()));
  return page;
}

const wanted = process.argv.slice(2);
const files = (await readdir(folder))
  .filter((name) => name.endsWith(suffix) && !name.startsWith('.'))
  .filter((name) => wanted.length === 0 || wanted.includes(basename(name, suffix)))
  .sort();
if (files.length === 0) {
  process.stderr.write(`no notebook is called ${wanted.join(', ')}: see notebooks/*${suffix}\n`);
  process.exit(2);
}
await mkdir(pages, { recursive: true });
for (const file of files) {
  const started = performance.now();
  const page = await render(file);
  process.stdout.write(`${file} -> ${page} (${((performance.now() - started) / 1000).toFixed(1)} s)\n`);
}
// Engines that a notebook left open (a database, threads) must not keep the program.
process.exit(0);
