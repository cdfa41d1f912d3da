import type { SpokenNameWords } from '../../transcriptPack.ts';
import { givenNames } from '../de/givenNames.ts';
import { neverNames } from './neverNames.ts';

/** How callers say in English who they are, and for whom they call. */
export const names: SpokenNameWords = {
  given: `${givenNames} james john mary jennifer linda elizabeth william richard joseph charles matthew anthony donald
    steven andrew joshua kenneth george kevin brian timothy jason jeffrey ryan jacob gary nicholas eric stephen larry justin
    scott brandon gregory alice amy ashley betty carol deborah donna dorothy emily jessica karen kimberly lisa margaret
    michelle nancy rebecca sharon susan sandra sarah helen hannah oliver harry charlie jack freya poppy liam sean ian alan
    graham nigel hugh fiona heather gillian joan joyce shirley pamela priya raj sanjay fatima emma olivia sophie grace lucy bob
    bill jim joe mike dave steve tom ben sam kate jane anne ellen rose ruby lily ethan noah mason logan aiden`,
  alsoFamily: `allen andrew anthony charles david dean george gordon grant graham gregory harvey henry howard james john
    joseph lawrence lee lewis martin michael neil oliver patrick paul peter philip ralph richard robert ross roy russell ryan scott
    simon stanley stephen stewart stuart taylor thomas vincent walter warren wayne william wilson`,
  pronouns: 'i',
  never: neverNames,
  rarely: `monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december summer winter white black brown green gray grey young long short king bishop cook
    baker smith london paris england good best day week price rich poor wise`,
  thingEndings: ['tion', 'ment', 'ness', 'ing'],
  introductions: [
    'my name is',
    "my name's",
    'the name is',
    "the name's",
    'name is',
    'i am called',
    'my full name is',
    'please note',
  ],
  presentations: ['this is', 'speaking is', "it's", 'it is'],
  selfDescriptions: ['i am', "i'm"],
  closings: ['is my name', 'speaking', 'is the name'],
  weakClosings: ['here', 'here again', 'again'],
  familyMarks: [
    'my last name is',
    'last name is',
    'last name',
    'surname is',
    'surname',
    'family name is',
    'family name',
  ],
  givenMarks: ['my first name is', 'first name is', 'first name'],
  questions: [
    'your name',
    'your full name',
    'your last name',
    'your first name',
    'who am i speaking',
    'who is calling',
    "who's calling",
    'name please',
    'the name',
    'last name',
    'first name',
    'spell',
  ],
  nameLabels: '',
  markLeads: 'my and',
  nameArticles: 'the',
  continuations: 'with and is my i here',
  apposition: 'called named',
  mentions: 'is am the',
  answerLeads: "it is it's its this is i'm the name sure of course with",
  othersPrepositions: 'with from to by for and at of',
  identityQuestions: ['am i speaking with', 'am i speaking to', 'are you', 'is this', 'you are'],
  relations: `mother father mom mum dad husband wife son daughter grandmother grandfather grandma grandpa brother sister aunt
    uncle neighbour neighbor friend colleague boss partner client`,
  deputies:
    'carer caregiver nurse daughter son husband wife mother father assistant secretary lawyer brother sister',
  possessives: 'my our',
  concerns: 'for about behalf of regarding',
  of: 'of for to',
  subjects: ["it's about", 'it is about', 'calling about', 'calling for', 'on behalf of'],
  spellings: ['spell', 'spelled', 'spelt', "that's spelled", 'i spell'],
  spellingHints: { leads: 'and but', twice: 'double two', once: 'one', hyphen: 'hyphen' },
};
