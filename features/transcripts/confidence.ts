/** What a confidence is given for. */
export type ExtractedField =
  | 'name'
  | 'company'
  | 'phone'
  | 'email'
  | 'dateOfBirth'
  | 'address'
  | 'appointment';

export function confidenceOf(_field: ExtractedField, features: readonly number[]): number {
  return features[0] as number;
}
