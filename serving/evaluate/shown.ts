/** Four digits behind the point of small numbers, five figures of large ones. */
export const shown = (value: number): string =>
  Math.abs(value) < 10 ? value.toFixed(4) : String(Number(value.toPrecision(5)));
