/** One step by which a customer came to be what it is, in the time in which it became known. */
export interface CustomerStep {
  /** When it became known. */
  readonly at: Date;
  /** When it happened in the world. */
  readonly occurredAt: Date;
  readonly type:
    | 'created'
    | 'promoted'
    | 'identifier'
    | 'identifier_retracted'
    | 'identifier_shared'
    | 'identifier_unshared'
    | 'linked'
    | 'unlinked'
    | 'merged'
    | 'unmerged';
  /** Whom it is about: the customer, or one of those who are or were merged with it. */
  readonly customerId: string;
  /** The call of a link, the customer a merge led into, the value of an identifier. */
  readonly subject: string | null;
  /** What kind of identifier. */
  readonly kind: string | null;
  /** Where it comes from: import, fallback, model, review, correction, provisional, person or rule. */
  readonly source: string;
  /** Who said so; null: nobody, or nobody knows. */
  readonly actor: string | null;
  readonly note: string | null;
  /** Of an answer by a model: which version gave it, where it is logged, how sure it was. */
  readonly modelVersion: number | null;
  readonly predictionId: string | null;
  readonly correctionId: string | null;
  readonly probability: number | null;
  /** The probability as binary log-odds; null where a person or the source said so. */
  readonly bits: number | null;
}

const kinds: Readonly<Record<string, string>> = {
  name: 'name',
  phone: 'phone number',
  email: 'e-mail address',
  date_of_birth: 'date of birth',
  address: 'address',
};

const sources: Readonly<Record<string, string>> = {
  import: 'the source system',
  fallback: 'the rule that answers without a model',
  review: 'a reviewer',
  correction: 'a correction',
  provisional: 'the call itself, as a temporary customer',
  person: 'a person',
  rule: 'the rule for shared identifiers',
};

function origin({ source, actor, modelVersion, probability, bits }: CustomerStep): string {
  if (source === 'model') {
    if (modelVersion === null) return 'automatically';
    const sure =
      probability === null || bits === null
        ? ''
        : ` at ${(100 * probability).toFixed(1)} % (${bits < 0 ? '−' : '+'}${Math.abs(bits).toFixed(1)} bits)`;
    return `by model version ${modelVersion}${sure}`;
  }
  const by = sources[source] ?? source;
  return actor === null ? `by ${by}` : `by ${by} (${actor})`;
}

/** The step as a sentence. `nameOf` says how people call a customer. */
export function stepSentence(step: CustomerStep, nameOf: (customerId: string) => string): string {
  const who = nameOf(step.customerId);
  const identifier = `${kinds[step.kind ?? ''] ?? step.kind} “${step.subject}”`;
  switch (step.type) {
    case 'created':
      return `${who} became known ${step.source === 'provisional' ? 'as a temporary customer for an unknown caller' : 'as a customer'}.`;
    case 'promoted':
      return `${who} became a customer in their own right.`;
    case 'identifier':
      return `${who} has the ${identifier}.`;
    case 'identifier_retracted':
      return `The ${identifier} is no longer taken for ${who}’s.`;
    case 'identifier_shared':
      return `The ${identifier} was found to be shared by many: it no longer tells ${who} apart.`;
    case 'identifier_unshared':
      return `The ${identifier} is no longer shared by many, and counts again.`;
    case 'linked':
      return `Call ${step.subject} was linked to ${who} ${origin(step)}.`;
    case 'unlinked':
      return `Call ${step.subject} was taken from ${who}${step.actor === null ? '' : ` by ${step.actor}`}.`;
    case 'merged':
      return `${who} was merged into ${nameOf(step.subject!)} ${origin(step)}.`;
    case 'unmerged':
      return `${who} was separated from ${nameOf(step.subject!)}${step.actor === null ? '' : ` by ${step.actor}`}.`;
  }
}
