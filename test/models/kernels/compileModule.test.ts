import { expect, test } from '@jest/globals';
import { compileModule } from '../../../models/kernels/compileModule.ts';

test('kernels that were not built are a problem that says how to build them', () => {
  expect(() => compileModule(new URL('./absent.wasm', import.meta.url))).toThrow(
    expect.objectContaining({
      code: 'internal',
      message: expect.stringMatching(/npm run kernels.*absent\.wasm/),
      remedy: expect.stringMatching(/npm run kernels/),
    }),
  );
});

test('what is no module is not called missing', () => {
  expect(() => compileModule(new URL('./compileModule.test.ts', import.meta.url))).toThrow(
    expect.objectContaining({ name: 'CompileError' }),
  );
});
