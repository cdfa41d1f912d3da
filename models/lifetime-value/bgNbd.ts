import { betaGeometric } from './betaGeometric.ts';

/**
 * BG/NBD (Fader, Hardie & Lee 2005, "Counting Your Customers" the Easy Way): nobody leaves before their first repeat
 * purchase, so that P(alive) is 1 without one.
 */
export const bgNbd = betaGeometric('bg-nbd', 'BG/NBD', 0);
