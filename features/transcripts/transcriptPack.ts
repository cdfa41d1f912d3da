import type { LocalePack } from '../identity/locale.ts';

/**
 * What a language contributes to reading identities out of transcripts: plain data, no code. Phrases are written as
 * usual and folded before use (identity/fold.ts); texts of single words are separated by blanks.
 */
export interface TranscriptPack {
  /** ISO 639-1 code. */
  readonly language: string;
  /** Numbers, months, telephone alphabets and the signs of e-mail addresses. */
  readonly identity: LocalePack;
  readonly talk: TalkWords;
  readonly names: SpokenNameWords;
  readonly companies: CompanyWords;
  readonly contact: ContactWords;
  readonly appointments: AppointmentWords;
}

interface TalkWords {
  readonly greetings: readonly string[];
  /** Words between others that say nothing. */
  readonly fillers: string;
  readonly yes: readonly string[];
  readonly no: readonly string[];
  /** Words that take back what was said just before. */
  readonly corrections: string;
  /** What only the call centre's side says. */
  readonly agentPhrases: readonly string[];
  readonly articles: string;
  /** Before what is denied: "nicht Maier". */
  readonly negations: string;
}

export interface SpokenNameWords {
  readonly given: string;
  /** Given names that are surnames as often: behind an unknown word they are the surname. */
  readonly alsoFamily: string;
  /** Words written with a capital inside a sentence that begin something new. */
  readonly pronouns: string;
  /** Words that no caller is called. */
  readonly never: string;
  /** Surnames that are everyday words: weekdays, months, adjectives. */
  readonly rarely: string;
  /** Ends of words that are things, not names. */
  readonly thingEndings: readonly string[];
  /** Before a name: "mein Name ist". */
  readonly introductions: readonly string[];
  /** Before a name: "hier spricht". */
  readonly presentations: readonly string[];
  /** Before a name or a description: "ich bin". */
  readonly selfDescriptions: readonly string[];
  /** After a name: "mein Name", "am Apparat". */
  readonly closings: readonly string[];
  /** After a name, if nothing else follows from it: "hier", "noch mal". */
  readonly weakClosings: readonly string[];
  readonly familyMarks: readonly string[];
  readonly givenMarks: readonly string[];
  /** In a question of the call centre that asks for a name. */
  readonly questions: readonly string[];
  /** Introductions of one word that stand alone, as in a form: "Name: Krüger". */
  readonly nameLabels: string;
  /** Between something else and a mark of a name: "und Nachname". */
  readonly markLeads: string;
  /** Before the name of somebody who is spoken of: "die Krüger hier". */
  readonly nameArticles: string;
  /** Behind a name with which an answer goes on. */
  readonly continuations: string;
  /** Between a relation and its name: "meine Mutter, und zwar". */
  readonly apposition: string;
  /** Before a name that is spoken of by the call centre, not spoken to: "ist Frau Krüger da". */
  readonly mentions: string;
  /** At the start of an answer, before the name. */
  readonly answerLeads: string;
  /** Before a name that is somebody else's: with, from. */
  readonly othersPrepositions: string;
  /** Behind a question of the call centre whether they speak with somebody. */
  readonly identityQuestions: readonly string[];
  /** Who a call may be for. */
  readonly relations: string;
  /** Who speaks for somebody: carer of. */
  readonly deputies: string;
  readonly possessives: string;
  /** Before "my mother": for, because of, in the name of. */
  readonly concerns: string;
  readonly of: string;
  /** It is about, before the name of the customer concerned. */
  readonly subjects: readonly string[];
  /** Announces letters. */
  readonly spellings: readonly string[];
  /** Inside a hint how a name is written: "und mit zwei t", "mit einfachem l", "mit Bindestrich". */
  readonly spellingHints: {
    readonly leads: string;
    readonly twice: string;
    readonly once: string;
    readonly hyphen: string;
  };
}

export interface CompanyWords {
  /** Before the name of a company. */
  readonly openings: string;
  /** Lines of business that open the name of a company. */
  readonly trades: string;
  /** Legal forms that end one. */
  readonly legalForms: string;
  /** Inside one. */
  readonly joints: string;
  /** Before an employer in capital letters: "von der AOK". */
  readonly employers: readonly string[];
}

export interface ContactWords {
  readonly phoneCues: readonly string[];
  /** Numbers that are no phone numbers. */
  readonly otherNumbers: readonly string[];
  /** Between the digits of a number. */
  readonly digitFillers: string;
  /** Words that never belong to a dictated e-mail address. */
  readonly emailStops: string;
  readonly topLevels: string;
  readonly birthCues: readonly string[];
  /** Before a date that is not that of a birth. */
  readonly otherDates: string;
  readonly postalCodeCues: readonly string[];
  readonly addressCues: readonly string[];
  readonly streetEndings: readonly string[];
  /** Which open the name of a street. */
  readonly streetOpenings: readonly string[];
  readonly cityPrepositions: string;
  readonly cityEndings: readonly string[];
}

export interface AppointmentWords {
  readonly weekdays: string;
  /** Parts of the day with the hours they mean, `vormittags=8-12`. */
  readonly dayParts: readonly string[];
  /** Days from today, `übermorgen=2`. */
  readonly relativeDays: readonly string[];
  readonly next: string;
  readonly this: string;
  readonly past: string;
  readonly week: string;
  readonly month: string;
  readonly day: string;
  readonly in: string;
  /** Days that a row of words means: "acht Tagen" is a week. */
  readonly idioms: readonly string[];
  readonly clock: {
    readonly at: string;
    readonly hour: string;
    readonly half: string;
    readonly quarter: string;
    readonly threeQuarters: string;
    readonly past: string;
    readonly to: string;
    /** Half three is 2:30 (German) or 3:30 (English). */
    readonly halfBefore: boolean;
    readonly from: string;
    readonly before: string;
    readonly about: string;
    readonly between: string;
    readonly and: string;
    readonly morning: string;
    readonly evening: string;
  };
  readonly wishes: readonly string[];
  readonly refusals: readonly string[];
  readonly questions: readonly string[];
  /** Before a day that is not wished: since, of. */
  readonly notWished: string;
  readonly appointment: readonly string[];
  readonly serviceLeads: string;
  readonly serviceArticles: string;
}
