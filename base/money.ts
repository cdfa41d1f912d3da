/**
 * Amounts beyond this, either way, are no money but damage: a moved decimal sign, a number that was never one. In any
 * currency a single purchase is smaller, and one such row would decide every mean and sum it enters.
 */
export const largestAmount = 1e12;
