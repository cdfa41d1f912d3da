import type { LocalePack } from './locale.ts';
import { de } from './locales/de.ts';
import { en } from './locales/en.ts';

/** The languages read when a caller names none. German comes first: its rules of spelling and sound apply. */
export const defaultLocales: readonly LocalePack[] = [de, en];
