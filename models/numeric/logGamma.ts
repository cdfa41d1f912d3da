// Bound once: in the context of a test runner a global costs more than the function itself.
const { log, sin } = Math;
/** Lanczos coefficients for g = 607/128, 15 terms (Godfrey 2001): about 15 correct digits. */
const lanczos = [
  0.9999999999999971, 57.15623566586292, -59.59796035547549, 14.136097974741746, -0.4919138160976202,
  3.399464998481189e-5, 4.652362892704858e-5, -9.837447530487956e-5, 0.0001580887032249125,
  -0.00021026444172410488, 0.00021743961811521265, -0.0001643181065367639, 8.441822398385275e-5,
  -2.6190838401581408e-5, 3.6899182659531625e-6,
];
const halfLogTwoPi = 0.9189385332046728;

/** ln Gamma(x) for x > 0. */
export function logGamma(x: number): number {
  if (x < 0.5) return log(Math.PI / sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  let sum = lanczos[0]!;
  for (let index = 1; index < lanczos.length; index++) sum += lanczos[index]! / (shifted + index);
  const base = shifted + 607 / 128 + 0.5;
  return (shifted + 0.5) * log(base) - base + halfLogTwoPi + log(sum);
}
