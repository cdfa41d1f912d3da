import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { fitLinker } from '../../../models/linking/fitLinker.ts';
import { replayExamples } from '../../../models/linking/replay.ts';
import { sharedData } from '../../support/sharedData.ts';
import { call, customer, hoursLater } from './scene.ts';

/** FEBRL data set 4: 5,000 records and a corrupted copy of each. Its identity number is not used. */
function records(path: string) {
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [id, givenName, familyName, houseNumber, street, , city, postalCode, , dateOfBirth] = line
        .split(',')
        .map((cell) => cell.trim());
      const claims = { givenName, familyName, houseNumber, street, city, postalCode, dateOfBirth };
      return { person: id!.split('-')[1]!, claims };
    });
}

describe('linkage of public records without labels', () => {
  const [left, right] = [sharedData('febrl/dataset4a.csv'), sharedData('febrl/dataset4b.csv')];
  const atHand = left !== undefined && right !== undefined ? test : test.skip;

  atHand('FEBRL 4: 5,000 customers, 5,000 calls', async () => {
    const people = records(left!);
    const events = people.flatMap(({ person, claims }) => customer(person, claims));
    const calls = records(right!).map(({ person, claims }, number) => ({
      callId: `${number}-${person}`,
      at: hoursLater(1),
      query: call(claims, { service: null, occurredAt: hoursLater(1) }),
    }));
    const { examples } = replayExamples(events, calls, { timezone: 'Europe/Berlin', limit: 10 });
    const model = await fitLinker({ examples });
    let [found, linked, wrong] = [0, 0, 0];
    for (const { callId, candidates, query } of examples) {
      const person = callId.split('-')[1];
      if (candidates.some(({ customerId }) => customerId === person)) found++;
      const { probabilities } = model.resolve(candidates, query);
      const best = candidates[probabilities.findIndex((probability) => probability >= 0.5)];
      if (best === undefined) continue;
      if (best.customerId === person) linked++;
      else wrong++;
    }
    expect(found / 5000).toBeGreaterThan(0.995);
    // A plain Fellegi-Sunter model with the true prior reaches 0.9955.
    expect((2 * linked) / (linked + wrong + 5000)).toBeGreaterThan(0.9955);
  });
});
