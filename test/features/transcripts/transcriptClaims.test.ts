import { describe, expect, test } from '@jest/globals';
import { transcriptClaims } from '../../../features/transcripts/transcriptClaims.ts';

const options = { region: 'DE', callAt: new Date('2026-03-04T09:15:00Z') };
const transcript =
  'Bot: Ihr Name?\nAnrufer: Erika Brandt, geboren am 3.4.1966, Rosenweg 3 in 21335 Lüneburg, Telefon 04131 778899.';

describe('transcriptClaims', () => {
  test('fills what the source left out, with confidences', () => {
    const added = transcriptClaims({}, transcript, options);
    expect(added?.claims).toEqual({
      name: 'Erika Brandt',
      phone: '+494131778899',
      dateOfBirth: '1966-04-03',
      street: 'Rosenweg',
      houseNumber: '3',
      postalCode: '21335',
      city: 'Lüneburg',
    });
    expect(added?.extracted.name?.confidence).toBeGreaterThan(0.8);
  });

  test('never replaces what was delivered', () => {
    const delivered = { familyName: 'Brand', phone: '040 1234567', city: 'Hamburg' };
    expect(Object.keys(transcriptClaims(delivered, transcript, options)?.claims ?? {})).toEqual([
      'dateOfBirth',
    ]);
  });

  test.each([null, '', 'Guten Tag.', 'Agent: Guten Tag, hier ist Frau Weber.'])('%s adds nothing', (text) => {
    expect(transcriptClaims({}, text, options)).toBeNull();
  });
});
