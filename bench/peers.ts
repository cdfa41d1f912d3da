import { spawnSync } from 'node:child_process';

/** Python packages that this project is measured against, by the name they are imported under. */
export type PeerPackage =
  | 'numpy'
  | 'sklearn'
  | 'xgboost'
  | 'lightgbm'
  | 'onnxruntime'
  | 'skl2onnx'
  | 'fastapi'
  | 'splink';

const packageNames: Readonly<Record<PeerPackage, string>> = {
  numpy: 'numpy',
  sklearn: 'scikit-learn',
  xgboost: 'xgboost',
  lightgbm: 'lightgbm',
  onnxruntime: 'onnxruntime',
  skl2onnx: 'skl2onnx',
  fastapi: 'fastapi',
  splink: 'splink',
};

/** A Python and the versions of the peers that it has. */
export interface PeerPython {
  readonly executable: string;
  readonly versions: Readonly<Partial<Record<PeerPackage, string>>>;
  readonly missing: readonly PeerPackage[];
}

/**
 * The Python that has most of the packages: the one that the environment variable LINKLOOP_PYTHON names, else python3
 * of the path, else /usr/bin/python3. Undefined when none starts.
 */
export function findPeers(packages: readonly PeerPackage[]): PeerPython | undefined {
  const named = process.env.LINKLOOP_PYTHON;
  const candidates = named === undefined ? ['python3', '/usr/bin/python3'] : [named];
  return candidates
    .map((executable) => versionsIn(executable, packages))
    .filter((found) => found !== undefined)
    .sort((a, b) => a.missing.length - b.missing.length)[0];
}

/** What to tell people about peers that take no part; undefined when all do. */
export function missingPeers(
  found: PeerPython | undefined,
  packages: readonly PeerPackage[],
): string | undefined {
  const missing = found?.missing ?? packages;
  if (missing.length === 0) return undefined;
  const names = missing.map((each) => packageNames[each]).join(' ');
  return (
    `${found?.executable ?? 'This machine'} has no ${names}: they take no part. ` +
    `Install them (python3 -m venv peers && peers/bin/pip install ${names}) and set LINKLOOP_PYTHON=peers/bin/python, ` +
    `or take the packages of your system (Debian: python3-sklearn python3-xgboost).`
  );
}

function versionsIn(executable: string, packages: readonly PeerPackage[]): PeerPython | undefined {
  // Imported, not looked up: a package that is there and does not load is of no use.
  const script = `
import importlib, json, sys
versions = {}
for name in sys.argv[1:]:
    try:
        versions[name] = importlib.import_module(name).__version__
    except Exception:
        pass
print(json.dumps(versions))`;
  const run = spawnSync(executable, ['-c', script, ...packages], { encoding: 'utf8' });
  if (run.status !== 0) return undefined;
  const versions = JSON.parse(run.stdout.trim().split('\n').at(-1)!) as PeerPython['versions'];
  return { executable, versions, missing: packages.filter((each) => versions[each] === undefined) };
}
