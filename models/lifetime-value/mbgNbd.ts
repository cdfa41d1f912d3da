import { betaGeometric } from './betaGeometric.ts';

/**
 * Modified BG/NBD (Batislam, Denizel & Filiztekin 2007): a customer may leave already after the first purchase, so
 * that those who never came back are not all held to be alive.
 */
export const mbgNbd = betaGeometric('mbg-nbd', 'MBG/NBD', 1);
