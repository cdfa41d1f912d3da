import type { IdentityEvent } from './identityEvent.ts';
import type { LinkQuery } from './linkQuery.ts';

type Sharing = IdentityEvent & { readonly type: 'identifierShared' | 'identifierUnshared' };

/** Phone numbers and e-mail addresses that are known to belong to many unrelated customers. */
export class SharedValues {
  /** Value -> since when it is shared, or no longer. */
  readonly #values = new Map<string, { readonly shared: boolean; readonly at: number }>();

  /** A change that is older than the last one is ignored: events may be delivered again. */
  apply({ type, kind, normalized, at }: Sharing): void {
    const key = `${kind}|${normalized}`;
    const known = this.#values.get(key);
    if (known !== undefined && known.at > at.getTime()) return;
    this.#values.set(key, { shared: type === 'identifierShared', at: at.getTime() });
  }

  /** The call without its shared number or address; the very same object when there is none. */
  without(query: LinkQuery): LinkQuery {
    const { phone, email } = query.claims;
    const sharedPhone = phone !== null && this.#has('phone', phone);
    const sharedEmail = email !== null && this.#has('email', email);
    if (!sharedPhone && !sharedEmail) return query;
    const claims = {
      ...query.claims,
      phone: sharedPhone ? null : phone,
      email: sharedEmail ? null : email,
    };
    return { ...query, claims };
  }

  #has(kind: Sharing['kind'], normalized: string): boolean {
    return this.#values.get(`${kind}|${normalized}`)?.shared === true;
  }
}
