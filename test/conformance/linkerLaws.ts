import { sha256 } from '../../base/hash.ts';
import { seededRandom } from '../../base/random.ts';
import type { IdentityClaims } from '../../features/identity/claims.ts';
import type { Candidate } from '../../models/linking/comparison.ts';
import { comparisonFields, fieldIndex } from '../../models/linking/comparisonFields.ts';
import type { IdentityEvent } from '../../models/linking/identityEvent.ts';
import { IdentityState } from '../../models/linking/identityState.ts';
import type { LinkQuery } from '../../models/linking/linkQuery.ts';
import { replayExamples } from '../../models/linking/replay.ts';
import { call, callCentre, customer } from '../models/linking/scene.ts';
import { type Law, require, requireClose } from './law.ts';
import type { Answer, Linker } from './linkerCatalogue.ts';

const timezone = 'Europe/Berlin';
const { events, calls } = callCentre(31, 120, 320);
export const { examples, state } = replayExamples(events, calls, { timezone });
const asked = examples.filter(({ candidates }) => candidates.length > 1).slice(0, 80);

/** A linker with what it learned from the examples. */
export interface Fitted {
  readonly linker: Linker;
  readonly artifact: Uint8Array;
  /** Compares a call with what a state knows, and answers. */
  answerIn(state: IdentityState, query: LinkQuery): readonly number[];
  readonly answer: Answer;
}

export async function fitted(linker: Linker): Promise<Fitted> {
  const artifact = await linker.fit(examples);
  const answer = linker.load(artifact);
  const answerIn = (known: IdentityState, query: LinkQuery) => answer(known.candidates(query), query);
  return { linker, artifact, answer, answerIn };
}

const stateOf = (known: readonly IdentityEvent[]): IdentityState => {
  const made = new IdentityState({ timezone });
  for (const event of known) made.apply(event);
  return made;
};

/** A lone candidate that agrees exactly on the family name, which a share of the customers has; all else unsaid. */
const namesake = (frequency: number, levels: Readonly<Record<string, number>> = {}): Candidate => ({
  customerId: 'a',
  comparison: {
    levels: comparisonFields.map(({ name }) => (name === 'familyName' ? 7 : (levels[name] ?? -1))),
    frequencies: comparisonFields.map(({ name }) => (name === 'familyName' ? frequency : 0)),
    daysSinceLastContact: null,
    contacts: 0,
    phoneSharedBy: 0,
  },
});

/** Records that state the same fields: calls and customers at once. */
const records: readonly IdentityClaims[] = [
  { givenName: 'Anna', familyName: 'Müller', phone: '0171 1234567', dateOfBirth: '1980-02-03' },
  { givenName: 'Anne', familyName: 'Mueller', phone: '0171 1234567', dateOfBirth: '1980-03-02' },
  { givenName: 'Johannes', familyName: 'Schmidt', phone: '0171 1234576', dateOfBirth: '1980-02-03' },
  { givenName: 'Hans', familyName: 'Schmitt', phone: '030 555555', dateOfBirth: '1979-12-31' },
  { givenName: 'Anna-Lena', familyName: 'Müller-Schmidt', phone: '030 555556', dateOfBirth: '1980-02-04' },
];

export const linkerLaws: readonly Law<Fitted>[] = [
  {
    name: 'probabilities of the candidates and of none are probabilities that sum to 1',
    check({ answer }) {
      for (const { candidates, query } of asked) {
        const all = answer(candidates, query);
        require(all.length === candidates.length + 1, 'one for each candidate and one for none');
        require(all.every((one) => one >= 0 && one <= 1), `not all in [0, 1]: ${all}`);
        requireClose(
          all.reduce((sum, one) => sum + one, 0),
          1,
          'the sum',
        );
      }
      requireClose(answer([], asked[0]!.query)[0]!, 1, 'none without candidates');
    },
  },
  {
    name: 'the order of the candidates changes nothing',
    check({ answer }) {
      const random = seededRandom(1);
      for (const { candidates, query } of asked) {
        const order = random.shuffle([...candidates.keys()]);
        const shuffled = answer(
          order.map((at) => candidates[at]!),
          query,
        );
        const given = answer(candidates, query);
        for (const [now, before] of order.entries())
          require(shuffled[now] === given[before], `candidate ${before}: ${shuffled[now]}, ${given[before]}`);
        require(shuffled.at(-1) === given.at(-1), 'none');
      }
    },
  },
  {
    name: 'score(a, b) = score(b, a) for records that state the same fields',
    check({ answerIn }) {
      for (const a of records) {
        for (const b of records) {
          const there = answerIn(stateOf(customer('x', b)), call(a));
          const back = answerIn(stateOf(customer('x', a)), call(b));
          requireClose(there[0]!, back[0]!, `${a.familyName} and ${b.familyName}`);
        }
      }
    },
  },
  {
    name: 'missing is not disagreement: what a customer is known by and the call does not say changes nothing',
    check({ answerIn }) {
      const more = calls
        .slice(0, 100)
        .map((_, number) => `c${number}`)
        .flatMap((id) => customer(id, { email: `${id}@example.org` }));
      const plain = stateOf(events);
      const knowing = stateOf([...events, ...more]);
      for (const { query } of asked) {
        const [before, after] = [answerIn(plain, query), answerIn(knowing, query)];
        require(before.length === after.length, 'other candidates');
        for (const [at, one] of before.entries()) requireClose(after[at]!, one, 'with unsaid evidence');
      }
    },
  },
  {
    name: 'agreement on a rarer value never speaks less',
    check({ answer }) {
      const query = call({ familyName: 'Krzywonos' });
      for (const levels of [{}, { phone: 2 }, { givenName: 7, dateOfBirth: 0 }]) {
        let before = 0;
        for (const frequency of [0.5, 0.1, 0.02, 0.005, 0.001, 0.0001]) {
          const [now] = answer([namesake(frequency, levels)], query);
          require(now! >= before, `shared by ${frequency}: ${now}, by more: ${before}`);
          before = now!;
        }
      }
    },
  },
  {
    name: 'a contradiction speaks against a candidate, silence does not',
    check({ answer }) {
      const query = call({ familyName: 'Weber', givenName: 'Ida', dateOfBirth: '1980-02-03' });
      for (const field of ['givenName', 'dateOfBirth', 'phone']) {
        require(comparisonFields[fieldIndex(field)]!.levels[0] === 'different', field);
        const [silent] = answer([namesake(0.001)], query);
        const [against] = answer([namesake(0.001, { [field]: 0 })], query);
        require(against! <= silent!, `${field}: ${against} after a contradiction, ${silent} without`);
      }
    },
  },
  {
    name: 'saved and loaded it answers the same to the last bit',
    check({ linker, artifact, answer }) {
      const again = linker.load(new Uint8Array(artifact));
      for (const { candidates, query } of asked) {
        const [one, other] = [answer(candidates, query), again(candidates, query)];
        require(one.every((value, at) => value === other[at]), 'another answer');
      }
    },
  },
  {
    name: 'the same examples give the same artifact byte by byte',
    async check({ linker, artifact }) {
      require(sha256(await linker.fit(examples)) === sha256(artifact), 'another artifact');
    },
  },
  {
    name: 'events delivered again change no answer',
    check({ answerIn }) {
      const once = stateOf(events);
      const twice = stateOf([...events.flatMap((event) => [event, event]), ...events.slice(0, 50)]);
      for (const { query } of asked) {
        const [one, other] = [answerIn(once, query), answerIn(twice, query)];
        require(one.length === other.length &&
          one.every((value, at) => value === other[at]), 'another answer');
      }
    },
  },
];
