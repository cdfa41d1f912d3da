import { expect, test } from '@jest/globals';
import { softmax, softmaxLoss } from '../../../models/losses/softmaxLoss.ts';
import { treesReference } from '../fixtures/treesReference.ts';

const { softmax: reference } = treesReference;
const scores = reference.scores.map((values) => Float64Array.from(values));
const target = Float64Array.from(reference.target);
const ones = new Float64Array(target.length).fill(1);
const norms = new Float64Array(target.length);
softmaxLoss.norms(scores, norms);

test('softmax loss and its gradients are those of scikit-learn', () => {
  reference.loss.forEach((loss, row) => {
    expect(softmaxLoss.ofRow(scores[target[row]!]![row]!, norms[row]!)).toBeCloseTo(loss, 9);
  });
  scores.forEach((ofClass, classIndex) => {
    const into = {
      gradients: new Float64Array(target.length),
      hessians: new Float64Array(target.length),
    };
    softmaxLoss.derive(classIndex, ofClass, norms, target, ones, into);
    into.gradients.forEach((gradient, row) => {
      expect(gradient).toBeCloseTo(reference.gradient[classIndex]![row]!, 9);
      const probability = gradient + (target[row] === classIndex ? 1 : 0);
      expect(into.hessians[row]).toBeCloseTo(2 * probability * (1 - probability), 9);
    });
  });
});

test('class shares start it, and a class that never occurs keeps a finite score', () => {
  const constants = softmaxLoss.constants(4, Float64Array.of(0, 1, 1, 2), Float64Array.of(1, 2, 1, 4));
  expect(Array.from(softmax(constants))).toEqual([
    expect.closeTo(1 / 8, 8),
    expect.closeTo(3 / 8, 8),
    expect.closeTo(4 / 8, 8),
    expect.closeTo(0, 8),
  ]);
});

test('probabilities of scores far apart neither overflow nor lose their sum', () => {
  expect(Array.from(softmax([1000, 0, -1000]))).toEqual([1, 0, 0]);
  expect(softmax([-1000, -1000]).every((probability) => probability === 0.5)).toBe(true);
});
