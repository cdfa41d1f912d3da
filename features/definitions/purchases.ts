import { ageFeature, attributesFeature, defineFeature, type Feature } from '../feature.ts';

/**
 * A customer's purchase record in the terms of BG/NBD and Gamma-Gamma models: repeat purchases = days - 1,
 * recency = span, observed time = days since first, mean value of repeat purchases. All of them look at the same
 * days, UTC's: those of whose purchases something is left after refunds (features/keptPurchases.ts).
 */
export const purchaseDays = defineFeature({
  entity: 'customer',
  source: 'transactions',
  aggregate: 'purchaseDays',
  of: 'amount',
  unit: 'day',
  missing: 0,
  description: 'Days with a purchase',
});

export const purchaseSpan = defineFeature({
  entity: 'customer',
  source: 'transactions',
  aggregate: 'spanDays',
  of: 'amount',
  unit: 'day',
  missing: 0,
  description: 'Days from first to last purchase',
});

export const purchaseAge = defineFeature({
  entity: 'customer',
  source: 'transactions',
  aggregate: 'purchaseAge',
  of: 'amount',
  unit: 'day',
  missing: null,
  description: 'Days since the first purchase',
});

export const repeatMean = defineFeature({
  entity: 'customer',
  source: 'transactions',
  aggregate: 'repeatMean',
  of: 'amount',
  unit: 'currency',
  missing: null,
  description: 'Mean value of a repeat purchase, after refunds',
});

export const revenueSoFar = defineFeature({
  entity: 'customer',
  source: 'transactions',
  aggregate: 'purchaseTotal',
  of: 'amount',
  unit: 'currency',
  missing: 0,
  description: 'Revenue so far, after refunds',
});

export const purchaseFeatures: readonly Feature[] = [
  purchaseDays,
  purchaseSpan,
  purchaseAge,
  repeatMean,
  revenueSoFar,
  ageFeature('customer'),
  attributesFeature('customer'),
];
