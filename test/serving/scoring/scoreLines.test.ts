import { expect, test } from '@jest/globals';
import type { ScoreRecord } from '../../../prisma/repositories/scores.ts';
import { scoreLines } from '../../../serving/scoring/scoreLines.ts';

const score: ScoreRecord = {
  predictionId: 'p',
  subjectId: 's',
  externalId: '=HYPERLINK("http://evil","more")',
  asOf: new Date(0),
  confidence: 0.5,
  result: { score: 12, probability: -0.5, temperature: 'cold', reasons: [{ text: '@cmd' }] },
  version: 1,
  role: 'champion',
};

async function textOf(format: 'csv' | 'ndjson'): Promise<string> {
  async function* scores() {
    yield score;
  }
  let text = '';
  for await (const piece of scoreLines('lead_score', format, scores())) text += piece;
  return text;
}

test('what comes from outside is no formula in a spreadsheet; numbers stay numbers', async () => {
  const [, line] = (await textOf('csv')).split('\n');
  expect(line).toBe(
    `s,"'=HYPERLINK(""http://evil"",""more"")",1970-01-01T00:00:00.000Z,12,-0.5,cold,0.5,'@cmd,1,champion,p`,
  );
});

test('NDJSON has it as it is', async () => {
  expect(JSON.parse(await textOf('ndjson'))).toMatchObject({
    external_id: score.externalId,
    probability: -0.5,
  });
});
