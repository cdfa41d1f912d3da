/** A field of a CSV file (RFC 4180): quoted where it holds a comma, a quote or a line break. */
export const csvField = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** What a spreadsheet takes for a formula; a signed number or telephone number is none that does anything. */
const formula = /^[=@\t\r]|^[+-](?![\d .,/()-]*$)/;

/**
 * A text from outside, such as an external id, as a field that no spreadsheet runs: one that begins like a formula gets
 * an apostrophe before it (OWASP, CSV injection).
 */
export const csvText = (text: string): string => csvField(formula.test(text) ? `'${text}` : text);
