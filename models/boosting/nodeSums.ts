/** Sums of the derivatives over the rows of a node. */
export interface Sums {
  readonly gradient: number;
  readonly hessian: number;
}

/** Newton step of a node within bounds. */
export function nodeValue({ gradient, hessian }: Sums, l2: number, low: number, high: number): number {
  const step = hessian + l2 > 0 ? -gradient / (hessian + l2) : 0;
  return Math.min(Math.max(step, low), high);
}

/** Twice what a value takes off the loss: gradient^2 / (hessian + l2) for the unbounded Newton step. */
export function reduction({ gradient, hessian }: Sums, l2: number, value: number): number {
  return -(2 * gradient * value + (hessian + l2) * (value * value));
}
