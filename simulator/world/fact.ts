/** A row of the company's systems and when the company knows it. Sent as it stands, so it holds no truth. */
export interface Fact {
  readonly entity: 'customers' | 'appointments' | 'transactions' | 'interactions';
  /** Known from then on (epoch ms). */
  readonly at: number;
  readonly row: Readonly<Record<string, unknown>>;
}
