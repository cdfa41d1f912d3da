import { fieldLabel } from '../fieldLabels.ts';
import type { LinkDecision } from '../linkerModel.ts';
import type { LinkExplanation } from './explainLink.ts';
import type { FieldWeight, WeighedCandidate } from './weigh.ts';

/** Fields named at most, strongest first. */
const named = 4;

const percent = (share: number): string =>
  share > 0.9995 && share < 1
    ? 'over 99.9 %'
    : share < 0.0005 && share > 0
      ? 'under 0.1 %'
      : `${(100 * share).toFixed(1)} %`;
const signed = (bits: number): string => `${bits < 0 ? '−' : '+'}${Math.abs(bits).toFixed(1)} bits`;

function finding({ field, level, bits }: FieldWeight): string {
  const what = level === null ? fieldLabel(field) : `${fieldLabel(field)} ${level}`;
  return `${what} (${signed(bits)})`;
}

function strongest(weights: readonly FieldWeight[], sign: 1 | -1): string[] {
  return weights
    .filter(({ bits }) => bits * sign >= 0.05)
    .sort((a, b) => sign * (b.bits - a.bits))
    .slice(0, named)
    .map(finding);
}

const sum = ({ totalBits, probability }: WeighedCandidate): string =>
  `${signed(totalBits)} in all, ${percent(probability)}`;

function balance(candidate: WeighedCandidate): string[] {
  const lines: string[] = [];
  const speaksFor = strongest(candidate.weights, 1);
  const speaksAgainst = strongest(candidate.weights, -1);
  lines.push(`Before comparing anything: ${signed(candidate.priorBits)}.`);
  if (speaksFor.length > 0) lines.push(`For it: ${speaksFor.join(', ')}.`);
  if (speaksAgainst.length > 0) lines.push(`Against it: ${speaksAgainst.join(', ')}.`);
  return lines;
}

const silence = {
  call: 'the caller did not say it',
  customer: 'nothing is known of it here',
  shared: 'many unrelated customers have the one the caller gave',
} as const;

function decisiveSentence({ decisive, chosen }: Explained, nameOf: (id: string) => string): string[] {
  if (decisive === null) return [];
  const field = fieldLabel(decisive.field);
  const worth = `${decisive.bits.toFixed(1)} bits`;
  if (decisive.kind === 'missing') {
    const who = silence[decisive.silent ?? 'call'];
    const effect =
      chosen === null
        ? `agreement would add ${worth}`
        : `${nameOf(chosen.customerId)} has ${worth} more by it`;
    return [`Decisive: ${field} is missing (${who}); ${effect}.`];
  }
  if (chosen === null) return [`Decisive: ${field} speaks against it, by ${worth}.`];
  return decisive.kind === 'contradicts'
    ? [`Decisive: ${field} contradicts; it parts the two by ${worth}.`]
    : [`Decisive: ${field} says ${worth} less for it than for ${nameOf(chosen.customerId)}.`];
}

type Explained = Omit<LinkExplanation, 'sentences'>;

/** An explanation in sentences, the answer first. */
export function linkSentences(
  explained: Explained,
  decision: LinkDecision,
  nameOf: (customerId: string) => string,
): string[] {
  const { asked, chosen, question } = explained;
  const who = nameOf(asked.customerId);
  const sentences: string[] = [];
  if (question === 'why') {
    const what = decision === 'link' ? 'The call is linked to' : 'The best guess is';
    sentences.push(`${what} ${who}: ${sum(asked)}.`);
  } else if (chosen !== null) {
    sentences.push(`Not ${who} (${sum(asked)}), but ${nameOf(chosen.customerId)} (${sum(chosen)}).`);
  } else {
    sentences.push(
      `Not ${who} (${sum(asked)}): that it is none of the customers compared has ${percent(explained.none)}.`,
    );
  }
  if (explained.rank === null) {
    sentences.push(
      `The search did not propose ${who}: nothing it looks up is the same in the call, or others fit better.`,
    );
  }
  if (explained.shared.length > 0) {
    const fields = explained.shared.filter((field) => field !== 'callHistory').map(fieldLabel);
    sentences.push(`Left out, as many unrelated customers have it: ${fields.join(', ')}.`);
  }
  sentences.push(...decisiveSentence(explained, nameOf), ...balance(asked));
  const { automaticFrom, bitsBelowAutomatic } = explained;
  if (automaticFrom !== null && bitsBelowAutomatic !== null) {
    const distance =
      bitsBelowAutomatic > 0
        ? `${bitsBelowAutomatic.toFixed(1)} bits are missing`
        : `it has ${(-bitsBelowAutomatic).toFixed(1)} bits to spare`;
    sentences.push(`Linked without asking from ${percent(automaticFrom)} on: ${distance}.`);
  }
  return sentences;
}
