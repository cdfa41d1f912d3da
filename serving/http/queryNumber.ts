import { z } from 'zod';

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A number in a query, where everything is text; an empty value is no number, not 0. */
export const queryNumber = <S extends z.ZodType<number>>(schema: S) =>
  z.preprocess((text) => (typeof text === 'string' && decimal.test(text) ? Number(text) : text), schema);

/** One that may be left out. Its description says so: a JSON schema has no default for what is read from text. */
export const queryNumberOr = <S extends z.ZodType<number>>(
  otherwise: z.output<S>,
  schema: S,
  description = '',
) =>
  queryNumber(schema)
    .default(otherwise as never)
    .meta({ description: `${description} Default: ${otherwise}.`.trim() });
