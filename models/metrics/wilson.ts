/** A share with its interval, all in [0, 1]. */
export interface ShareInterval {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's score interval for a share seen among `count` independent cases.
 * E. B. Wilson (1927), Probable inference, JASA 22, 209-212.
 * @param z standard normal quantile; default two-sided 95 %
 */
export function wilsonInterval(share: number, count: number, z = 1.959963984540054): ShareInterval {
  if (count <= 0) return { low: 0, high: 1 };
  const square = (z * z) / count;
  const centre = share + square / 2;
  const reach = z * Math.sqrt((share * (1 - share)) / count + square / (4 * count));
  return {
    low: Math.max(0, (centre - reach) / (1 + square)),
    high: Math.min(1, (centre + reach) / (1 + square)),
  };
}
