import { describe, expect, test } from '@jest/globals';
import { cellsOf, withMarkers } from '../../notebooks/render/cells.ts';

const source = `/*md
# Title

Prose.
*/
import { show } from './show.ts';

const five = 5;

/*md
## More
*/

show(five);
`;

describe('a literate program', () => {
  test('is prose and code in turns, each with the line where it begins', () => {
    expect(cellsOf(source)).toEqual([
      { kind: 'prose', text: '# Title\n\nProse.', line: 2 },
      { kind: 'code', text: "import { show } from './show.ts';\n\nconst five = 5;", line: 6 },
      { kind: 'prose', text: '## More', line: 11 },
      { kind: 'code', text: 'show(five);', line: 14 },
    ]);
  });

  test('keeps its lines when each cell of code says that it runs', () => {
    const marked = withMarkers(source, cellsOf(source), 'enter');
    expect(marked.split('\n')).toHaveLength(source.split('\n').length);
    expect(marked).toContain("\nenter(1); import { show } from './show.ts';\n");
    expect(marked).toContain('\nenter(3); show(five);\n');
  });

  test('does not take other comments for prose', () => {
    expect(cellsOf('/* md */\nconst a = 1;\n/** */')).toHaveLength(1);
    expect(cellsOf('')).toEqual([]);
  });
});
