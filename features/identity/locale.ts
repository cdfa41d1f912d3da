/**
 * What a language contributes to the normalisation of identities: plain data, no code. A further language is one more
 * file beside locales/de.ts, given to the functions of this folder in the order in which it matters.
 *
 * Words are written as usual and folded (see fold.ts) before use. A `Words` string holds single words separated by
 * blanks; an entry `written=meaning` maps one to another. Lists of phrases hold one phrase per entry.
 */
export interface LocalePack {
  /** ISO 639-1 code. */
  readonly language: string;
  readonly names: NameWords;
  readonly spelling: SpellingWords;
  readonly numbers: NumberWords;
  readonly dates: DateWords;
  readonly phone: PhoneWords;
  readonly email: EmailWords;
  readonly address: AddressWords;
}

/** Single words separated by blanks, some of them `written=meaning`. */
export type Words = string;

/** What surrounds a person's name, and which names are one. */
export interface NameWords {
  /** Phrases said around a name that are no part of it: greetings, introductions, "not known". */
  readonly phrases: readonly string[];
  /** Single words that are never a name. */
  readonly fillers: Words;
  readonly salutations: Words;
  /** Academic and professional titles and degrees. */
  readonly titles: Words;
  /** Ranks of nobility: dropped where a particle follows (Graf von Berg), else a name like others (Steffi Graf). */
  readonly ranks: Words;
  /** Words before a family name that belong to it but are left out at will; dropped from the normal form. */
  readonly particles: Words;
  /** Those particles that may open a name, because no given name is spelled like them. */
  readonly openingParticles: Words;
  /** The same in several words: v. d., von und zu, auf der. */
  readonly particlePhrases: readonly string[];
  /** Words after which comes the name before marriage. */
  readonly birthNameMarks: Words;
  /**
   * Marks of the elder and the younger of one name, at its end: those with a dot only as written with it (sen. is no
   * Şen), the others after two names at least.
   */
  readonly generations: Words;
  /**
   * Groups of given names that one person may go by, one group a line: the full name, or several with `|` between
   * them, then its short forms. A name may be in several groups.
   */
  readonly nicknames: string;
  /** Endings by which women's given names differ from men's. */
  readonly feminineEndings: Words;
  /**
   * Endings of pet names with the ending they stand for, `chen=`: Peterchen is a Peter. Longest first.
   */
  readonly petEndings: Words;
  /**
   * Spellings of one sound, as pairs of a regular expression and its replacement, applied in order to a folded word.
   * Words that become equal are spelled differently but sound the same (Meyer, Maier).
   */
  readonly spellingRules: readonly (readonly [pattern: string, replacement: string])[];
  /**
   * Sounds that telephone speech confuses: `bp=0.35` says that hearing p for b costs 0.35 of a wrong letter; both
   * ways. `h-=0.3` is the cost of losing or adding the letter.
   */
  readonly confusions: Words;
}

/** How people spell out a word. */
export interface SpellingWords {
  /** Telephone alphabets: each word stands for its first letter (folded), or for what follows its `=`. */
  readonly alphabets: readonly Words[];
  /** Of those words, the ones that are usual names of people: a row of them may be a name and no spelling. */
  readonly alsoNames: Words;
  /** Between a letter and its example: S *wie* Siegfried. */
  readonly connectors: readonly string[];
  /** Spoken names of letters, `vau=v`. */
  readonly letterNames: Words;
  /** Phrases that are letters, `scharfes s=ss`. */
  readonly phrases: readonly string[];
  /** Words between letters that say nothing. */
  readonly betweenLetters: Words;
  /** Before a letter that comes twice. */
  readonly doublers: readonly string[];
  /** Announces that letters follow. */
  readonly announcements: readonly string[];
  /** Meier *mit* a y, Thomas *ohne* h. */
  readonly withWords: Words;
  readonly withoutWords: Words;
  /** Words inside such a hint that say nothing: "am Ende", "hinten". */
  readonly hintFillers: Words;
  /** Groups of letters that stand for one another, `ei ai ey ay`: a hint that names one replaces another. */
  readonly interchangeable: readonly Words[];
}

/** Number words from 0 to 99 and how years are said. */
export interface NumberWords {
  /** Every way to say 0 to 19, `zwo=2`. */
  readonly units: Words;
  /** The tens from 20 to 90. */
  readonly tens: Words;
  /** Whether 21 is said one-and-twenty (unitFirst) or twenty-one (tensFirst), and the word between. */
  readonly order: 'unitFirst' | 'tensFirst';
  readonly and: Words;
  readonly hundred: Words;
  readonly thousand: Words;
  /** A zero inside a year: nineteen *oh* five. */
  readonly yearZero: Words;
  /** Ordinals that are not made by the endings, stem only where endings apply: `erst=1`. */
  readonly ordinals: Words;
  /** Endings of numbers below 20, of those from 20 on, and of the stems above; several separated by `|`. */
  readonly ordinalEndings: readonly [below20: string, from20: string, stems: string];
  /** "zweimal die Fünf": how often the next digit comes. */
  readonly repeats: Words;
}

export interface DateWords {
  /** Names of months, their spellings and short forms: `januar=1`. */
  readonly months: Words;
  /** Words in a spoken date that say nothing. */
  readonly fillers: Words;
}

export interface PhoneWords {
  /** Words that stand in place of a withheld number. */
  readonly withheld: readonly string[];
  /** Words around the digits of a spoken number that say nothing. */
  readonly fillers: Words;
  readonly plus: Words;
}

/** What people say for the signs of an e-mail address. Phrases of several words are allowed in each list. */
export interface EmailWords {
  readonly at: readonly string[];
  readonly dot: readonly string[];
  readonly hyphen: readonly string[];
  readonly underscore: readonly string[];
  readonly plus: readonly string[];
  /** Said before or after an address. */
  readonly fillers: readonly string[];
  /** How names of providers come out of speech recognition: `te online=t-online`. */
  readonly spokenDomains: readonly string[];
}

export interface AddressWords {
  /** Street types and their short forms, `str=strasse`; the first spelling is the canonical one. */
  readonly streetTypes: Words;
  /** Other short forms inside street and city names: `st=sankt`. */
  readonly abbreviations: Words;
  /** Words before a house number that say nothing. */
  readonly numberWords: Words;
  /** Between the ends of a range of house numbers. */
  readonly rangeWords: Words;
  /** Ends of city names that are abbreviated, longest first: `a m=am main`. */
  readonly cityEndings: readonly string[];
  /** Cities whose districts are appended to their name: Berlin-Kreuzberg is in Berlin. */
  readonly citiesWithDistricts: readonly string[];
  /** Marks of a district: München *OT* Pasing. */
  readonly districtMarks: Words;
  /** Letters that stand before a postal code: D-80331. */
  readonly countryPrefixes: Words;
}
