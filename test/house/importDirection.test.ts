import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { importViolations, violationsIn } from '../support/importDirection.ts';

describe('import direction', () => {
  test('the project keeps it', () => {
    expect(importViolations(process.cwd())).toEqual([]);
  });

  test.each([
    ['features/a.ts', `import { x } from '../models/x.ts';`],
    ['models/churn/a.ts', `import type { X } from '../../serving/x.ts';`],
    ['prisma/a.ts', `export { x } from '../features/x.ts';`],
    ['training/a.ts', `const x = await import('../serving/x.ts');`],
    ['models/a.ts', `import '../feedback/x.ts';`],
    ['simulator/a.ts', `import { x } from '../base/x.ts';`],
    ['training/a.ts', `import { x } from '../simulator/x.ts';`],
    ['features/a.ts', `import {\n  x,\n  y,\n} from '../models/x.ts';`],
  ])('%s: %s is refused', (path, text) => {
    expect(violationsIn(path, text)).toHaveLength(1);
  });

  test.each([
    ['models/a.ts', `import { x } from '../features/x.ts';`],
    ['models/churn/a.ts', `import { x } from '../table.ts';`],
    ['serving/a.ts', `import { x } from '../simulator/x.ts';`],
    ['features/a.ts', `import { z } from 'zod';`],
  ])('%s: %s is allowed', (path, text) => {
    expect(violationsIn(path, text)).toEqual([]);
  });

  test('it names file and line', () => {
    expect(violationsIn('features/a.ts', `\n\nimport { x } from '../models/x.ts';`)).toMatchObject([
      { file: 'features/a.ts', line: 3 },
    ]);
  });

  test('a violation in a tree is found on disk, and the command fails the build on it', () => {
    const root = mkdtempSync(join(tmpdir(), 'linkloop-direction-'));
    mkdirSync(join(root, 'prisma'));
    writeFileSync(join(root, 'prisma', 'wrong.ts'), `import { x } from '../models/x.ts';\n`);
    expect(importViolations(root)).toHaveLength(1);

    mkdirSync(join(root, 'test/support'), { recursive: true });
    const copy = join(root, 'test/support/importDirection.ts');
    const source = join(process.cwd(), 'test/support/importDirection.ts');
    spawnSync('cp', [source, copy]);
    const run = spawnSync(join(process.cwd(), 'node_modules/.bin/tsx'), [copy], { encoding: 'utf8' });
    expect(run.stderr).toContain('prisma/wrong.ts:1');
    expect(run.status).toBe(1);
  });
});
