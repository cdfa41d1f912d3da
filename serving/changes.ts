import type { Database } from '../prisma/database.ts';
import { type Listening, listen } from '../prisma/listen.ts';
import {
  type OutboxCursor,
  type OutboxEntry,
  outboxChannel,
  outboxEnd,
  readOutbox,
} from '../prisma/outbox.ts';
import { inTurn } from './inTurn.ts';
import type { CompanyProfiles } from './predict/companyProfiles.ts';
import type { IdentityStates } from './predict/identityStates.ts';
import type { LiveModels } from './predict/liveModels.ts';
import type { WarmHistories } from './predict/warmHistories.ts';

/** Keeps what this process holds in memory in step with what any process commits. */
export interface Changes {
  /** Resolves when every change that was committed before the call has been noted. */
  catchUp(): Promise<void>;
  /** From now on changes are noted as they are committed, without being asked for. */
  follow(): Promise<void>;
  close(): Promise<void>;
}

/** Should a notification be lost, the change is noted after this time. */
const pollMilliseconds = 5_000;

/** Begins where the outbox ends at the first use: whoever catches up builds what it holds after that. */
export function followChanges(
  database: Database,
  reacting: {
    companies: Pick<CompanyProfiles, 'forget'>;
    models: LiveModels;
    identities: IdentityStates;
    histories: Pick<WarmHistories, 'catchUp' | 'idle'>;
    onError: (error: Error) => void;
  },
): Changes {
  const { companies, models, identities, histories, onError } = reacting;
  let cursor: OutboxCursor | undefined;
  let listening: Listening | undefined;
  let timer: NodeJS.Timeout | undefined;

  const turns = inTurn(async () => {
    if (cursor === undefined) {
      cursor = await outboxEnd(database.pool);
      return;
    }
    const { entries, cursor: next } = await readOutbox(database.pool, cursor);
    for (const entry of entries) note(entry);
    cursor = next;
  });

  function note({ companyId, topic, subject }: OutboxEntry): void {
    if (topic === 'alias.changed') models.invalidate(companyId, subject);
    else if (topic === 'company.changed') {
      companies.forget(companyId);
      // Which features they are given can depend on the settings.
      models.invalidateCompany(companyId);
    } else if (topic === 'customer.changed' || topic === 'link.changed') {
      identities.changed({ companyId, topic, subject });
    }
  }

  const wake = () => {
    turns.next().catch(onError);
  };

  const poll = () => {
    wake();
    // Answers see to it that their histories are fresh; this one lets go of what nobody asks for.
    histories.catchUp().catch(onError);
  };

  return {
    catchUp: () => turns.next(),
    async follow() {
      if (timer) return;
      timer = setInterval(poll, pollMilliseconds);
      timer.unref();
      await turns.next();
      listening = await listen({ url: database.url, channel: outboxChannel, onWake: wake, onError });
    },
    async close() {
      clearInterval(timer);
      await listening?.close();
      await Promise.all([turns.idle(), histories.idle()]);
    },
  };
}
