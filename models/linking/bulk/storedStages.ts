import { z } from 'zod';
import type { DescribedKey } from './findCandidates.ts';
import type { LearnedModel } from './learnModel.ts';
import type { WorkFolder } from './workFolder.ts';

const keysSchema = z
  .array(z.object({ key: z.int(), largestBlock: z.int(), recall: z.number(), name: z.string() }))
  .or(z.literal('all pairs'));

const numbers = z.array(z.number()).transform((values) => Float64Array.from(values));

const modelSchema = z.object({
  model: z.object({
    match: z.array(numbers),
    random: z.array(numbers),
    prior: z.number(),
    household: z.object({ states: z.array(numbers), share: z.number() }).optional(),
  }),
  likelihoods: z.array(z.number()),
  adjustment: z
    .object({
      factors: numbers,
      shift: z.number(),
      known: z.array(z.tuple([z.number(), z.number()])).transform((entries) => new Map(entries)),
    })
    .optional(),
});

/** The stage from the folder, else made now and put there; JSON keeps doubles exactly. */
async function stage<Value, Stored>(
  folder: WorkFolder | undefined,
  name: string,
  schema: z.ZodType<Value>,
  store: (value: Value) => Stored,
  make: () => Promise<Value>,
): Promise<Value> {
  const found = folder?.read(name);
  if (found !== undefined) return schema.parse(found);
  const value = await make();
  folder?.write(name, store(value));
  return value;
}

/** Blocking keys, chosen before or now. */
export const keysStage = (
  folder: WorkFolder | undefined,
  make: () => Promise<DescribedKey[] | 'all pairs'>,
): Promise<DescribedKey[] | 'all pairs'> => stage(folder, 'keys', keysSchema, (keys) => keys, make);

/** The model, learned before or now. */
export const modelStage = (
  folder: WorkFolder | undefined,
  make: () => Promise<LearnedModel>,
): Promise<LearnedModel> =>
  stage<LearnedModel, unknown>(
    folder,
    'model',
    modelSchema.transform(({ model, ...stored }) => ({
      ...stored,
      model: { ...model, household: model.household },
      adjustment: stored.adjustment,
    })),
    ({ model, likelihoods, adjustment }) => ({
      model: {
        match: model.match.map((shares) => [...shares]),
        random: model.random.map((shares) => [...shares]),
        prior: model.prior,
        ...(model.household === undefined
          ? {}
          : {
              household: {
                states: model.household.states.map((shares) => [...shares]),
                share: model.household.share,
              },
            }),
      },
      likelihoods,
      ...(adjustment === undefined
        ? {}
        : {
            adjustment: {
              factors: [...adjustment.factors],
              shift: adjustment.shift,
              known: [...adjustment.known],
            },
          }),
    }),
    make,
  );
