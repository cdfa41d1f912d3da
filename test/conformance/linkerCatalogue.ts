import { decodeArtifact, encodeArtifact } from '../../models/artifact.ts';
import type { Candidate } from '../../models/linking/comparison.ts';
import { resolveByRule } from '../../models/linking/fallback.ts';
import { fitLinker } from '../../models/linking/fitLinker.ts';
import { linkerChoices } from '../../models/linking/linkerChoices.ts';
import type { LinkerData } from '../../models/linking/linkerData.ts';
import { linkerParameters } from '../../models/linking/linkerFeatures.ts';
import { linkerFromData, linkScores } from '../../models/linking/linkerModel.ts';
import type { LinkQuery } from '../../models/linking/linkQuery.ts';
import { growRanker } from '../../models/linking/ranker/growRanker.ts';
import { rankerFeatures } from '../../models/linking/ranker/rankerFeatures.ts';
import type { LinkerExample } from '../../models/linking/replay.ts';

/** P(the caller is candidates[i]) and, last, P(none of them). */
export type Answer = (candidates: readonly Candidate[], query: LinkQuery) => readonly number[];

/** A way to link calls: it learns an artifact, and answers from one. */
export interface Linker {
  readonly name: string;
  fit(examples: readonly LinkerExample[]): Promise<Uint8Array>;
  load(artifact: Uint8Array): Answer;
}

const load = (artifact: Uint8Array): Answer => {
  const model = linkerFromData(decodeArtifact(artifact).payload as LinkerData);
  return (candidates, query) => model.probabilities(candidates, query);
};
const bytesOf = (data: LinkerData) => encodeArtifact(data.kind, data);
const unlabelled = (examples: readonly LinkerExample[]) =>
  examples.map((example) => ({ ...example, truth: undefined }));

/** The rule knows no probabilities: it is sure of what it links, and of nobody otherwise. */
const fallback: Linker = {
  name: 'fallback',
  fit: async () => new Uint8Array(),
  load: () => (candidates) => {
    const { customerId } = resolveByRule(candidates);
    const each = candidates.map((candidate) => Number(candidate.customerId === customerId));
    return [...each, customerId === null ? 1 : 0];
  },
};

const fellegiSunter: Linker = {
  name: 'Fellegi-Sunter',
  fit: async (examples) => bytesOf((await fitLinker({ examples: unlabelled(examples) })).data),
  load,
};

const conditionalLogit: Linker = {
  name: 'conditional logit',
  fit: async (examples) => bytesOf((await fitLinker({ examples, options: { ranker: false } })).data),
  load,
};

/** With its trees at full weight, whether or not they are better than the logit on so few calls. */
const ranker: Linker = {
  name: 'ranker',
  async fit(examples) {
    const { data } = await fitLinker({ examples, options: { ranker: false } });
    const parameters = Float64Array.from(
      linkerParameters,
      ({ name, expected }) => data.parameters[name] ?? expected,
    );
    const choices = linkerChoices(data.fellegiSunter, examples);
    const forest = await growRanker(
      examples.map((example, at) => ({
        example,
        choice: choices[at]!,
        scores: linkScores(data, parameters, example.candidates, example.query),
      })),
    );
    const features = rankerFeatures.map(({ name }) => name);
    const evidence = { loss: 0, logitLoss: 0, differenceUpper: 0 };
    return bytesOf({ ...data, ranker: { forest, features, blend: 1, evidence } });
  },
  load,
};

export const linkers: readonly Linker[] = [fallback, fellegiSunter, conditionalLogit, ranker];
