import { expect, jest, test } from '@jest/globals';
import { open } from '../../../models/neural/tensorflow.ts';

const absent = () => Promise.reject(new Error("Cannot find package '@tensorflow/tfjs-node'"));
const wasm = () => import('@tensorflow/tfjs-backend-wasm');
const cpu = () => import('@tensorflow/tfjs-backend-cpu');

test('takes the first backend that works, without a word and without a hand on fatal errors', async () => {
  const spoken = [
    jest.spyOn(console, 'warn'),
    jest.spyOn(console, 'log'),
    jest.spyOn(console, 'info'),
    jest.spyOn(console, 'error'),
  ];
  const fatal = () =>
    process.listenerCount('uncaughtException') + process.listenerCount('unhandledRejection');
  const before = fatal();
  const { tf, backend } = await open({ tensorflow: absent, wasm, cpu });
  expect(backend).toBe('wasm');
  expect(tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])).dataSync()[0]).toBe(11);
  const slow = await open({ tensorflow: absent, wasm: absent, cpu });
  expect(slow.backend).toBe('cpu');
  expect(tf.getBackend()).toBe('cpu');
  expect(tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])).dataSync()[0]).toBe(11);
  expect(fatal()).toBe(before);
  for (const each of spoken) expect(each).not.toHaveBeenCalled();
  tf.disposeVariables();
});

test('says why when none works', async () => {
  await expect(open({ tensorflow: absent, wasm: absent, cpu: absent })).rejects.toMatchObject({
    errors: [1, 2, 3].map(() => expect.objectContaining({ message: expect.stringContaining('tfjs-node') })),
  });
});
