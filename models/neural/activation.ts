import { normalCdf } from '../numeric/normalCdf.ts';
import { log1pExp, sigmoid } from '../numeric/sigmoid.ts';

/** The activations that networks here know, by their names in Keras and TensorFlow.js. */
export const activations = {
  linear: (x: number) => x,
  relu: (x: number) => (x > 0 ? x : 0),
  /** x times the normal distribution function (Hendrycks & Gimpel 2016). */
  gelu: (x: number) => x * normalCdf(x),
  elu: (x: number) => (x > 0 ? x : Math.expm1(x)),
  sigmoid,
  softplus: log1pExp,
  swish: (x: number) => x * sigmoid(x),
  tanh: Math.tanh,
} as const satisfies Readonly<Record<string, (x: number) => number>>;

export type Activation = keyof typeof activations;

/** Two points closer than this are too close to tell the slope between them; it is measured over `step` around them. */
const close = 1e-9;
const step = 1e-5;

/** (f(x) - f(reference)) / (x - reference), and the slope where they all but meet. */
export function secant(activation: Activation, x: number, reference: number): number {
  if (activation === 'linear') return 1;
  const f: (x: number) => number = activations[activation];
  const difference = x - reference;
  if (activation === 'relu' && difference === 0) return x > 0 ? 1 : 0;
  if (activation === 'relu' || Math.abs(difference) > close) return (f(x) - f(reference)) / difference;
  return (f(x + step) - f(x - step)) / (2 * step);
}
