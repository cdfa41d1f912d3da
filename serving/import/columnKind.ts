import type { ColumnKind } from './source.ts';

const integer = /^-?(?:0|[1-9]\d*)$/;
const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const comma = /^-?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:\.\d{3})+)(?:,\d+)?$/;
const boolean = /^(?:true|false)$/i;

/**
 * Watches the values of a text column go by and tells what it holds. Leading zeros (postal codes) and more than
 * 15 digits (account numbers) keep a column text, because a number could not give them back.
 */
export class KindEvidence {
  #integer = true;
  #number = true;
  #comma = true;
  #sawComma = false;
  #boolean = true;
  #seen = false;

  add(value: string): void {
    const text = value.trim();
    if (text === '') return;
    this.#seen = true;
    if (this.#boolean) this.#boolean = boolean.test(text);
    if (!this.#number && !this.#comma) return;
    const short = text.length <= 15 || text.replace(/[^\d]/g, '').length <= 15;
    if (this.#integer) this.#integer = short && integer.test(text);
    if (this.#number) this.#number = short && number.test(text) && Number.isFinite(Number(text));
    if (this.#comma) {
      this.#comma = short && comma.test(text);
      this.#sawComma ||= this.#comma && text.includes(',');
    }
  }

  get kind(): ColumnKind {
    if (!this.#seen) return 'text';
    if (this.#integer) return 'integer';
    if (this.#number) return 'number';
    if (this.#comma && this.#sawComma) return 'comma';
    return this.#boolean ? 'boolean' : 'text';
  }
}

/** The value a text stands for in a column of this kind; blank is null. */
export function typedValue(text: string, kind: ColumnKind): string | number | boolean | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  switch (kind) {
    case 'integer':
    case 'number':
      return Number(trimmed);
    case 'comma':
      return Number(trimmed.replaceAll('.', '').replace(',', '.'));
    case 'boolean':
      return trimmed.toLowerCase() === 'true';
    default:
      return trimmed;
  }
}
