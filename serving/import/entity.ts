/** What can be imported; each is a file of its own kind and a table of its own. */
export const importEntities = [
  'customers',
  'calls',
  'leads',
  'appointments',
  'interactions',
  'transactions',
  'corrections',
  'outcomes',
] as const;

export type ImportEntity = (typeof importEntities)[number];
