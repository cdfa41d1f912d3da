import { editDistance } from '../editDistance.ts';
import type { Texts } from './texts.ts';

/**
 * Whether a text of the table and another one are one insertion, deletion, substitution or swap of neighbours apart, or
 * equal: editDistance <= 1, read in place.
 */
export function withinOneEdit(texts: Texts, id: number, text: string): boolean {
  const length = texts.length(id);
  const longer = length - text.length;
  if (longer < -1 || longer > 1) return false;
  const shorter = Math.min(length, text.length);
  const start = texts.commonStart(id, text, shorter);
  const end = texts.commonEnd(id, text, shorter - start);
  const differing = Math.max(length, text.length) - start - end;
  if (differing <= 1) return true;
  return (
    longer === 0 &&
    differing === 2 &&
    texts.unit(id, start) === text.charCodeAt(start + 1) &&
    texts.unit(id, start + 1) === text.charCodeAt(start)
  );
}

/** An e-mail address to compare with those of a table. */
export class ClaimedEmail {
  readonly #address: string;
  readonly #local: string;
  readonly #mask: number;

  constructor(address: string) {
    this.#address = address;
    this.#local = address.slice(0, address.lastIndexOf('@'));
    let mask = 0;
    for (let at = 0; at < address.length; at++) mask |= 1 << (address.charCodeAt(at) & 31);
    this.#mask = mask;
  }

  /** Whether an address that is not the same is close, as compareContact.ts says. */
  isClose(emails: Texts, id: number): boolean {
    const length = emails.length(id);
    const local = this.#local;
    let mask = 0;
    let at = -1;
    let same = 0;
    for (let position = 0; position < length; position++) {
      const unit = emails.unit(id, position);
      mask |= 1 << (unit & 31);
      if (unit === 64) at = position;
      if (same === position && position < local.length && unit === local.charCodeAt(position)) same++;
    }
    // Of an address without an @ all but the last letter, as slice(0, -1) reads it.
    if (at < 0) at = Math.max(0, length - 1);
    if (local.length > 3 && at === local.length && same === local.length) return true;
    const longer = length - this.#address.length;
    if (longer > 2 || longer < -2 || bits(mask ^ this.#mask) > 4) return false;
    return editDistance(this.#address, emails.text(id), 2) <= 2;
  }
}

function bits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
