import type { Language } from '../language.ts';
import type { NameCandidate } from '../nameCandidate.ts';
import type { NameWords, SpokenName } from '../nameWords.ts';
import type { Phrases } from '../phrases.ts';
import { askedIn, type Reading } from '../reading.ts';
import type { SpelledWords } from '../spelledWords.ts';
import type { SpokenTurn, Token } from '../transcript.ts';

/** What a pattern makes of the place `at` of a caller's turn; null: nothing. */
export type NameAt = (turn: CallerTurn, at: number) => NameCandidate | null;

/** The words in which callers say their names. */
interface Words {
  readonly introductions: Phrases;
  readonly presentations: Phrases;
  readonly selfDescriptions: Phrases;
  readonly closings: Phrases;
  readonly weakClosings: Phrases;
  readonly familyMarks: Phrases;
  readonly givenMarks: Phrases;
  readonly greetings: Phrases;
  readonly agentPhrases: Phrases;
  readonly questions: Phrases;
  readonly yes: Phrases;
  readonly no: Phrases;
  readonly fillers: ReadonlySet<string>;
  readonly corrections: ReadonlySet<string>;
  readonly negations: ReadonlySet<string>;
  readonly nameArticles: ReadonlySet<string>;
  readonly nameLabels: ReadonlySet<string>;
  readonly markLeads: ReadonlySet<string>;
  readonly answerLeads: ReadonlySet<string>;
  readonly continuations: ReadonlySet<string>;
  readonly others: ReadonlySet<string>;
}

function wordsOf(language: Language): Words {
  const { names, talk } = language.pack;
  return {
    introductions: language.phrases(names.introductions),
    presentations: language.phrases(names.presentations),
    selfDescriptions: language.phrases(names.selfDescriptions),
    closings: language.phrases(names.closings),
    weakClosings: language.phrases(names.weakClosings),
    familyMarks: language.phrases(names.familyMarks),
    givenMarks: language.phrases(names.givenMarks),
    greetings: language.phrases(talk.greetings),
    agentPhrases: language.phrases(talk.agentPhrases),
    questions: language.phrases(names.questions),
    yes: language.phrases(talk.yes),
    no: language.phrases(talk.no),
    fillers: language.words(talk.fillers),
    corrections: language.words(talk.corrections),
    negations: language.words(talk.negations),
    nameArticles: language.words(names.nameArticles),
    nameLabels: language.words(names.nameLabels),
    markLeads: language.words(names.markLeads),
    answerLeads: language.words(names.answerLeads),
    continuations: language.words(names.continuations),
    others: language.words(names.othersPrepositions),
  };
}

/** One turn of the caller, with the question it answers and the words to look for. */
export class CallerTurn {
  readonly reading: Reading;
  readonly names: NameWords;
  readonly spelled: SpelledWords;
  readonly words: Words;
  readonly index: number;
  readonly turn: SpokenTurn;
  /** The call centre's turn before; undefined: nobody asked. */
  readonly question: SpokenTurn | undefined;
  /** Whether it asks for a name. */
  readonly askedName: boolean;
  /** Whether it addresses somebody by name. */
  readonly addressed: boolean;

  constructor(reading: Reading, names: NameWords, spelled: SpelledWords, index: number) {
    const { tokens, turns } = reading;
    this.reading = reading;
    this.names = names;
    this.spelled = spelled;
    this.words = wordsOf(reading.language);
    this.index = index;
    this.turn = turns[index] as SpokenTurn;
    const question = turns[askedIn(reading, index)];
    this.question = question;
    this.askedName =
      question !== undefined && this.words.questions.within(tokens, question.first, question.last);
    this.addressed =
      question !== undefined &&
      tokens
        .slice(question.first, question.last)
        .some((_, offset) => names.isSalutation(question.first + offset));
  }

  token(at: number): Token | undefined {
    return this.reading.tokens[at];
  }

  /** The folded word at a place; empty where there is none. */
  word(at: number): string {
    return this.token(at)?.folded ?? '';
  }

  /** Whether a comma, a full stop or the end stands before the place. */
  breaks(at: number): boolean {
    return (this.token(at)?.before ?? 1) > 0;
  }

  holds(name: SpokenName): boolean {
    return this.token(name.first)?.turn === this.index;
  }

  /** "Krüger, Stefan" is Stefan Krüger. */
  inverted(name: SpokenName): SpokenName {
    const { names } = this;
    if (
      this.token(name.end)?.before !== 1 ||
      name.words.length !== 1 ||
      names.isGiven(name.words[0] as number)
    )
      return name;
    const given = names.read(name.end, 'loose');
    if (given === null || given.words.length > 2 || given.givenNames < 1 || !this.breaks(given.end))
      return name;
    return { ...name, end: given.end, words: [...given.words, ...name.words], givenNames: 0.5 };
  }
}
