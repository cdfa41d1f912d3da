/** How people call the fields of a comparison. */
const labels: Readonly<Record<string, string>> = {
  givenName: 'given name',
  familyName: 'family name',
  nameOrder: 'order of the names',
  phone: 'phone number',
  email: 'e-mail address',
  dateOfBirth: 'date of birth',
  street: 'street',
  houseNumber: 'house number',
  postalCode: 'postal code',
  city: 'city',
  callHistory: 'number of earlier calls',
  recency: 'last contact',
  service: 'service asked for before',
  hourHabit: 'usual hour of calls',
  weekdayHabit: 'usual weekday of calls',
  attributes: 'circumstances of the call',
  appointment: 'appointment',
  embedding: 'voice or behaviour',
  interplay: 'how it all goes together, as learned from corrections',
};

/** The name itself where it has no other: combinations of fields are named in words. */
export function fieldLabel(field: string): string {
  return labels[field] ?? field;
}
