/** A stretch of the given text, in UTF-16 units. */
export interface Span {
  /** First unit, counted from the start of the text of the transcript, or of turn {@link turn} when turns were given. */
  readonly start: number;
  /** One past the last unit. */
  readonly end: number;
  /** Index of the turn among those given; 0 when one text was given. */
  readonly turn: number;
}
