import { NameTable } from './nameTable.ts';
import { Texts } from './texts.ts';

/** The distinct values of a company's customers, each kept once and numbered. */
export class ValueTables {
  /** Given and family names, streets and cities. */
  readonly names = new NameTable();
  /** E.164. */
  readonly phones = new Texts();
  readonly emails = new Texts();
  /** YYYY-MM-DD. */
  readonly dates = new Texts();
  readonly houseNumbers = new Texts();
  readonly postalCodes = new Texts();
  /** Names and addresses as a whole, where they are not what their parts make. */
  readonly wholes = new Texts();
}
