/**
 * What a call and a customer may have in common so that they are compared, in the order of {@link BlockLimits}.
 *
 * fullName: all words of the name, in any order; soundAndInitial: sound of the family name and first letter of the given
 * name; sounds: sounds of both, in any order; nickname: sound of the family name and a group of given names that one
 * person may go by (Hans, Johannes); word: one word of the name; similarWord: a word that shares many trigrams with one of
 * the name; phone: the number; mainLine: the number, when it is a
 * company's main line; phoneEnd: its last seven digits; email; mailbox: what stands before the @; dateOfBirth;
 * streetInPostalCode; streetAndNumber; soundInPostalCode: sound of one name and the postal code.
 */
export const keyKinds = [
  'fullName',
  'soundAndInitial',
  'sounds',
  'nickname',
  'word',
  'similarWord',
  'phone',
  'mainLine',
  'phoneEnd',
  'email',
  'mailbox',
  'dateOfBirth',
  'streetInPostalCode',
  'streetAndNumber',
  'soundInPostalCode',
] as const;

export type KeyKind = (typeof keyKinds)[number];

/** Per kind of key: how many customers may share a key that is looked up; 0: keys of the kind are not looked up. */
export type BlockLimits = Readonly<Record<KeyKind, number>>;

/** A key of a call in hindsight. */
export interface BlockLookup {
  readonly kind: KeyKind;
  /** Customers that share the key. */
  readonly size: number;
  /** Whether the caller was one of them. */
  readonly found: boolean;
}

/** What is looked up before a company's own calls have shown what finds its callers (see chooseBlockLimits.ts). */
export const defaultBlockLimits: BlockLimits = {
  fullName: 2000,
  soundAndInitial: 1000,
  sounds: 1000,
  nickname: 500,
  word: 1000,
  similarWord: 300,
  phone: 2000,
  mainLine: 300,
  phoneEnd: 300,
  email: 500,
  mailbox: 300,
  dateOfBirth: 1000,
  streetInPostalCode: 500,
  streetAndNumber: 500,
  soundInPostalCode: 500,
};
