import type { EvidenceVariable } from '../../models/linking/bulk/evidenceVariable.ts';
import { pairCount } from '../../models/linking/bulk/pairCount.ts';
import type { PairScorer } from '../../models/linking/bulk/pairScorer.ts';
import type { Chart } from '../report/chart.ts';
import type { PageSection } from '../report/page.ts';

/** Of variables with more states, those that pairs are in most often are shown. */
const mostStates = 16;

/** How much each level of each field counts, and how often matches and strangers are on it. */
export function fieldWeightSection(scorer: PairScorer): PageSection {
  const variables = scorer.variables.map((variable, at) => {
    const match = scorer.model.match[at]!;
    const random = scorer.model.random[at]!;
    const states = Array.from(match, (m, state) => ({
      level: variable.describe(state),
      m,
      u: random[state]!,
      bits: (scorer.factors[at]! * scorer.weights[at]![state]!) / Math.LN2,
      state,
    }))
      // Bands of frequency that no value is in have next to no share of anything.
      .filter(({ m, u, state }) => Math.max(m, u) > 1e-6 && saysAll(variable, state))
      .sort((a, b) => Math.max(b.m, b.u) - Math.max(a.m, a.u))
      .slice(0, mostStates)
      .sort((a, b) => a.state - b.state);
    const name = variable.fields.map((field) => scorer.comparison.plan.fields[field]!.name).join(', ');
    return { name, states };
  });
  return {
    title: 'What agreement counts',
    text: [
      ...householdText(scorer),
      'Weights in bits: one bit doubles the odds that two records are one. m is the share of a level among matches, u among strangers; the weight is log2(m/u). Agreement on rare values is a level of its own. Parts of an address are judged jointly; where both records name all of them, these are the most frequent cases.',
    ],
    charts: variables.map(({ name, states }) => weightChart(name, states)),
    table: {
      columns: ['field', 'level', 'm', 'u', 'bits'],
      rows: variables.flatMap(({ name, states }) =>
        states.map(({ level, m, u, bits }) => [
          name,
          level,
          Number(m.toPrecision(3)),
          Number(u.toPrecision(3)),
          Number(bits.toFixed(1)),
        ]),
      ),
    },
  };
}

/** What the model knows of people who share a household, if anything. */
function householdText({ model, comparison }: PairScorer): string[] {
  if (model.household === undefined) return [];
  const { rowCount, leftCount } = comparison.plan;
  const pairs = (1 - model.prior) * model.household.share * pairCount(rowCount, leftCount);
  return [
    `About ${Math.round(pairs)} pairs are two people of one household: they share name, address or phone as the records of one person do, but differ in given name and date of birth as strangers do. The weights below are against strangers; what a household explains as well is taken off again (the step "household" below).`,
  ];
}

/** Whether each of the fields that are judged jointly says something. */
const saysAll = ({ gradesOfState, base }: EvidenceVariable, state: number): boolean =>
  gradesOfState === undefined || gradesOfState.every((grades) => grades[state % base]! >= 0);

function weightChart(
  name: string,
  states: readonly { level: string; m: number; u: number; bits: number }[],
): Chart {
  return {
    title: `${name}.`,
    caption: 'Evidence of each level in bits.',
    options: {
      marginLeft: 210,
      height: 60 + 22 * states.length,
      x: { label: 'match weight (bits)', grid: true },
      y: { label: null, domain: states.map(({ level }) => level) },
      color: { domain: ['against', 'for'], range: ['#e15759', '#4269d0'] },
    },
    marks: [
      {
        mark: 'barX',
        data: states.map((state) => ({ ...state, speaks: state.bits < 0 ? 'against' : 'for' })),
        options: { x: 'bits', y: 'level', fill: 'speaks', tip: true, channels: { m: 'm', u: 'u' } },
      },
      { mark: 'ruleX', data: [0] },
    ],
  };
}
