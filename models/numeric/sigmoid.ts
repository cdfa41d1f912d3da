/** 1 / (1 + e^-x), in [0, 1], without overflow. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const power = Math.exp(x);
  return power / (1 + power);
}

/** ln(1 + e^x), exact at both ends. */
export function log1pExp(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

/** Log-odds of a probability, which is kept `margin` away from 0 and 1. */
export function logit(probability: number, margin = 1e-15): number {
  const p = Math.min(Math.max(probability, margin), 1 - margin);
  return Math.log(p) - Math.log1p(-p);
}
