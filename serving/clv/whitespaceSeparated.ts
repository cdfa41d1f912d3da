/**
 * Are the fields of a text separated by runs of blanks, as in the tables of old papers? Only where no usual delimiter
 * occurs in its first lines, and all of them have the same number of words, at least three: a transaction names who,
 * when and what.
 */
export function whitespaceSeparated(head: string): boolean {
  const lines = head.split(/\r?\n/).slice(0, 50);
  // The last may be cut off.
  const whole = (lines.length > 1 ? lines.slice(0, -1) : lines).filter((line) => line.trim() !== '');
  if (whole.length === 0 || whole.some((line) => /[,;\t|]/.test(line))) return false;
  const widths = new Set(whole.map((line) => line.trim().split(/\s+/).length));
  const [width = 0] = widths;
  return widths.size === 1 && width >= 3;
}
