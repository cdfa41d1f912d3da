import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { artifactFormatVersion, encodeArtifact } from '../../models/artifact.ts';
import { goldenModels, goldenRows } from './goldenModels.ts';
import { predictGolden } from './predictGolden.ts';

/** Writes the golden files of the current format version; what was shipped is never overwritten. */
const folder = new URL(`./${artifactFormatVersion}/`, import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, make] of goldenModels()) {
  const artifact = new URL(`${name}.artifact`, folder);
  if (existsSync(artifact)) continue;
  const data = await make();
  writeFileSync(artifact, encodeArtifact(data.kind, data));
  const golden = { rows: goldenRows, predictions: predictGolden(data, goldenRows) };
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(golden)}\n`);
}
