import type { Call } from '../world/calls.ts';
import type { CustomerRecord } from '../world/customerRecord.ts';
import { nationalDigits } from '../world/phone.ts';

interface Entry {
  readonly externalId: string;
  readonly from: number;
  readonly until: number;
}

const folded = (name: string) => name.trim().toLocaleLowerCase('de');

/** The rule that linked calls so far: the exact phone number, else the exact full name, of exactly one customer. */
export class LegacyRule {
  readonly #phones = new Map<string, Entry[]>();
  readonly #names = new Map<string, Entry[]>();

  constructor(records: readonly CustomerRecord[]) {
    for (const record of records) {
      record.versions.forEach((version, i) => {
        const until = record.versions[i + 1]?.recordedAt ?? Number.POSITIVE_INFINITY;
        const entry = { externalId: record.externalId, from: version.recordedAt, until };
        const { phone, givenName, familyName } = version.fields;
        if (phone !== undefined) this.#add(this.#phones, nationalDigits(phone), entry);
        this.#add(this.#names, folded(`${givenName} ${familyName}`), entry);
      });
    }
  }

  /** The external id of the customer, by what the customer base said at the time of the call; null: no match. */
  identify(call: Call): string | null {
    const { phone, name, givenName, familyName } = call.claims;
    const byPhone = phone === undefined ? null : this.#only(this.#phones, nationalDigits(phone), call.at);
    if (byPhone !== null) return byPhone;
    const full = givenName !== undefined && familyName !== undefined ? `${givenName} ${familyName}` : name;
    return full === undefined ? null : this.#only(this.#names, folded(full), call.at);
  }

  #add(index: Map<string, Entry[]>, key: string, entry: Entry): void {
    const entries = index.get(key);
    if (entries === undefined) index.set(key, [entry]);
    else entries.push(entry);
  }

  #only(index: Map<string, Entry[]>, key: string, at: number): string | null {
    const found = (index.get(key) ?? []).filter((entry) => entry.from <= at && at < entry.until);
    return found.length === 1 ? (found[0] as Entry).externalId : null;
  }
}
