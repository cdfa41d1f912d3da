/** Something every member of a kind must do. `check` throws when `subject` breaks it. */
export interface Law<Subject> {
  readonly name: string;
  check(subject: Subject): void | Promise<void>;
}

/** What a broken law throws; anything else that a check throws is a defect of the check. */
export class LawBroken extends Error {
  override readonly name = 'LawBroken';
}

export function require(holds: boolean, what: string): void {
  if (!holds) throw new LawBroken(what);
}

/** Equal within 1e-9 of the larger magnitude (or of 1): what different orders of summation may cost. */
export function requireClose(received: number, expected: number, what: string, tolerance = 1e-9): void {
  const scale = Math.max(1, Math.abs(received), Math.abs(expected));
  require(Math.abs(received - expected) <= tolerance * scale, `${what}: ${received} is not ${expected}`);
}
