import type { Identifier } from '../../../features/identity/identifiers.ts';
import { BlockArena } from './blockArena.ts';
import { integers } from './growableArrays.ts';
import type { ValueTables } from './valueTables.ts';

/** What is done with the identifiers of one customer; numbers are those of the value tables, -1 where a part is missing. */
export interface IdentifierReader {
  name(given: number, family: number): void;
  /** @param mainLine a company's main line, which tells little about who of the company calls */
  phone(phone: number, mainLine: boolean): void;
  email(email: number): void;
  dateOfBirth(date: number): void;
  address(street: number, houseNumber: number, postalCode: number, city: number): void;
}

/** An identifier as events bring it. */
export interface GivenIdentifier {
  readonly kind: Identifier['kind'];
  readonly normalized: string;
  readonly parts: Readonly<Record<string, unknown>>;
}

const kinds: readonly Identifier['kind'][] = ['name', 'phone', 'email', 'date_of_birth', 'address'];
const [nameKind, phoneKind, emailKind, dateKind, addressKind] = [0, 1, 2, 3, 4];
/** The first cell of an identifier: kind in bits 0-2, flags, and its number of cells from bit 8 on. */
const mainLineFlag = 8;
/** The identifier is as old as its customer; else the time follows in two cells. */
const asOldFlag = 16;
const kindMask = 7;

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const moment = new Float64Array(1);
const momentCells = new Int32Array(moment.buffer);

/**
 * The identifiers in force of each customer, as a list of cells per customer: about 16 bytes per identifier.
 * An identifier is known by its kind and normalised text; its parts are those asserted last.
 */
export class IdentifierLists {
  readonly #values: ValueTables;
  readonly #arena = new BlockArena();
  /** Per customer: offset of its list + 1; 0: it has none. */
  readonly #offsets = integers();

  constructor(values: ValueTables) {
    this.#values = values;
  }

  /** Makes room for one more customer. */
  addCustomer(): void {
    this.#offsets.push(0);
  }

  /** Calls the reader with each identifier, in the order in which they came. */
  read(customer: number, reader: IdentifierReader): void {
    const start = this.#offsets.values[customer]! - 1;
    if (start < 0) return;
    const cells = this.#arena.chunk(start);
    let at = BlockArena.place(start) + 1;
    for (const end = at + cells[at - 1]!; at < end; at += cells[at]! >> 8) {
      const head = cells[at]!;
      const value = at + ((head & asOldFlag) === 0 ? 3 : 1);
      switch (head & kindMask) {
        case nameKind:
          reader.name(cells[value]!, cells[value + 1]!);
          break;
        case phoneKind:
          reader.phone(cells[value]!, (head & mainLineFlag) !== 0);
          break;
        case emailKind:
          reader.email(cells[value]!);
          break;
        case dateKind:
          reader.dateOfBirth(cells[value]!);
          break;
        case addressKind:
          reader.address(cells[value]!, cells[value + 1]!, cells[value + 2]!, cells[value + 3]!);
          break;
      }
    }
  }

  /** When the identifier was last asserted; undefined when the customer does not have it. */
  assertedAt(customer: number, identifier: GivenIdentifier, since: number): number | undefined {
    const found = this.#find(customer, identifier);
    if (found < 0) return undefined;
    const cells = this.#arena.chunk(this.#offsets.values[customer]! - 1);
    if ((cells[found]! & asOldFlag) !== 0) return since;
    momentCells[0] = cells[found + 1]!;
    momentCells[1] = cells[found + 2]!;
    return moment[0];
  }

  /** Adds an identifier, or gives one that is there a new time and new parts. */
  put(customer: number, identifier: GivenIdentifier, at: number, since: number): void {
    const found = this.#find(customer, identifier);
    const before = this.#cellsOf(customer);
    const coded = this.#encode(identifier, at, since);
    if (found < 0) {
      this.#write(customer, [...before, ...coded]);
      return;
    }
    const start = found - BlockArena.place(this.#offsets.values[customer]! - 1) - 1;
    const length = before[start]! >> 8;
    this.#write(customer, [...before.slice(0, start), ...coded, ...before.slice(start + length)]);
  }

  /** Whether there was such an identifier to take away. */
  remove(customer: number, identifier: GivenIdentifier): boolean {
    const found = this.#find(customer, identifier);
    if (found < 0) return false;
    const before = this.#cellsOf(customer);
    const start = found - BlockArena.place(this.#offsets.values[customer]! - 1) - 1;
    this.#write(customer, [...before.slice(0, start), ...before.slice(start + (before[start]! >> 8))]);
    return true;
  }

  /** Takes all of a customer's identifiers away. */
  clear(customer: number): void {
    if (this.#offsets.values[customer]! > 0) this.#write(customer, []);
  }

  #cellsOf(customer: number): number[] {
    const start = this.#offsets.values[customer]! - 1;
    if (start < 0) return [];
    const at = BlockArena.place(start);
    const cells = this.#arena.chunk(start);
    return Array.from(cells.subarray(at + 1, at + 1 + cells[at]!));
  }

  #write(customer: number, list: readonly number[]): void {
    const start = this.#offsets.values[customer]! - 1;
    let offset = start;
    const before = start < 0 ? 0 : this.#arena.chunk(start)[BlockArena.place(start)]! + 1;
    if (before === 0 || BlockArena.roomFor(before) !== BlockArena.roomFor(list.length + 1)) {
      offset = this.#arena.allocate(list.length + 1);
      if (before > 0) this.#arena.release(start, before);
    }
    const cells = this.#arena.chunk(offset);
    const at = BlockArena.place(offset);
    cells[at] = list.length;
    for (let position = 0; position < list.length; position++) cells[at + 1 + position] = list[position]!;
    this.#offsets.values[customer] = offset + 1;
  }

  #encode({ kind, normalized, parts }: GivenIdentifier, at: number, since: number): number[] {
    const payload = this.#payload(kind, normalized, parts);
    const time: number[] = [];
    if (at !== since) {
      moment[0] = at;
      time.push(momentCells[0]!, momentCells[1]!);
    }
    const flags =
      (at === since ? asOldFlag : 0) | (kind === 'phone' && parts.kind === 'switchboard' ? mainLineFlag : 0);
    const length = 1 + time.length + payload.length;
    return [kinds.indexOf(kind) | flags | (length << 8), ...time, ...payload];
  }

  #payload(kind: Identifier['kind'], normalized: string, parts: GivenIdentifier['parts']): number[] {
    const { names, phones, emails, dates, houseNumbers, postalCodes, wholes } = this.#values;
    const orMissing = (part: string | null, add: (part: string) => number) =>
      part === null ? -1 : add(part);
    if (kind === 'phone') return [phones.add(normalized)];
    if (kind === 'email') return [emails.add(normalized)];
    if (kind === 'date_of_birth') return [dates.add(normalized)];
    const name = (part: string | null) => orMissing(part, (value) => names.add(value));
    const payload: number[] = [];
    if (kind === 'name') {
      const [given, family] = [text(parts.given), text(parts.family)];
      // A name without parts is read as a family name.
      payload.push(name(given), name(given === null && family === null ? normalized : family));
    } else {
      payload.push(
        name(text(parts.street)),
        orMissing(text(parts.houseNumber), (value) => houseNumbers.add(value)),
        orMissing(text(parts.postalCode), (value) => postalCodes.add(value)),
        name(text(parts.city)),
      );
    }
    if (this.#joined(kind, payload, 0) !== normalized) payload.push(wholes.add(normalized));
    return payload;
  }

  /** The normalised text that the parts of a name or an address make. */
  #joined(kind: Identifier['kind'], cells: ArrayLike<number>, at: number): string {
    const { names, houseNumbers, postalCodes } = this.#values;
    const part = (table: { text(id: number): string }, id: number) => (id < 0 ? null : table.text(id));
    if (kind === 'name') {
      const given = part(names, cells[at]!);
      const family = part(names, cells[at + 1]!);
      return given === null ? (family ?? '') : family === null ? given : `${given} ${family}`;
    }
    return [
      part(names, cells[at]!),
      part(houseNumbers, cells[at + 1]!),
      part(postalCodes, cells[at + 2]!),
      part(names, cells[at + 3]!),
    ]
      .map((each) => each ?? '')
      .join('|');
  }

  /** Place of an identifier's first cell in the customer's chunk, or -1. */
  #find(customer: number, { kind, normalized }: GivenIdentifier): number {
    const start = this.#offsets.values[customer]! - 1;
    if (start < 0) return -1;
    const { phones, emails, dates, wholes } = this.#values;
    const wanted = kinds.indexOf(kind);
    const table =
      kind === 'phone' ? phones : kind === 'email' ? emails : kind === 'date_of_birth' ? dates : null;
    let number: number | undefined;
    const cells = this.#arena.chunk(start);
    let at = BlockArena.place(start) + 1;
    for (const end = at + cells[at - 1]!; at < end; at += cells[at]! >> 8) {
      if ((cells[at]! & kindMask) !== wanted) continue;
      const value = at + ((cells[at]! & asOldFlag) === 0 ? 3 : 1);
      if (table !== null) {
        number ??= table.find(normalized);
        if (cells[value] === number) return at;
        continue;
      }
      const whole = value + (kind === 'name' ? 2 : 4);
      const isWhole = whole < at + (cells[at]! >> 8);
      if ((isWhole ? wholes.text(cells[whole]!) : this.#joined(kind, cells, value)) === normalized) return at;
    }
    return -1;
  }
}
