/** A part of a literate program: prose in Markdown, or code that runs. */
export interface Cell {
  readonly kind: 'prose' | 'code';
  readonly text: string;
  /** Line of the file at which the text begins, from 1. */
  readonly line: number;
}

/** What opens a cell of prose; it must stand at the beginning of a line. */
const opening = '/*md';

/**
 * Divides a literate TypeScript file: comments that open with a line of their own saying "/*md" hold Markdown,
 * everything between them is code. The file stays plain TypeScript for editors, linters and the type checker.
 */
export function cellsOf(source: string): Cell[] {
  const cells: Cell[] = [];
  let lines: string[] = [];
  let first = 1;
  let kind: Cell['kind'] = 'code';
  const close = (next: number) => {
    const blankBefore = lines.findIndex((line) => line.trim() !== '');
    const text = lines.join('\n').trim();
    if (text !== '') cells.push({ kind, text, line: first + blankBefore });
    lines = [];
    first = next;
  };
  for (const [index, line] of source.split('\n').entries()) {
    if (kind === 'code' && line.trimEnd() === opening) {
      close(index + 2);
      kind = 'prose';
    } else if (kind === 'prose' && line.trimEnd() === '*/') {
      close(index + 2);
      kind = 'code';
    } else lines.push(line);
  }
  close(0);
  return cells;
}

/**
 * The program with a call at the beginning of each cell of code, on the line where it begins: outputs are assigned to
 * their cell, and lines keep their numbers.
 * @param call what to call with the index of the cell
 */
export function withMarkers(source: string, cells: readonly Cell[], call: string): string {
  const lines = source.split('\n');
  for (const [index, { kind, line }] of cells.entries()) {
    if (kind === 'code') lines[line - 1] = `${call}(${index}); ${lines[line - 1]}`;
  }
  return lines.join('\n');
}
