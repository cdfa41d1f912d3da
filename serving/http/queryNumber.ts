import { z } from 'zod';

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A number in a query, where everything is text; an empty value is no number, not 0. */
export const queryNumber = <S extends z.ZodType>(schema: S) =>
  z.preprocess((text) => (typeof text === 'string' && decimal.test(text) ? Number(text) : text), schema);
