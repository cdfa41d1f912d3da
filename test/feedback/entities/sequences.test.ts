import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Problem } from '../../../base/problem.ts';
import { type Random, seededRandom } from '../../../base/random.ts';
import { uuid } from '../../../base/uuid.ts';
import { recordCorrection, undoCorrection } from '../../../feedback/corrections.ts';
import { customerAt } from '../../../feedback/entities/customerAt.ts';
import { mergeCustomers } from '../../../feedback/entities/merge.ts';
import { addCustomer } from '../../../feedback/entities/newCustomer.ts';
import { promote } from '../../../feedback/entities/promote.ts';
import { separateCustomer } from '../../../feedback/entities/separate.ts';
import { identityEvents } from '../../../feedback/identityEvents.ts';
import { writeAutomaticLink } from '../../../feedback/identityLinks.ts';
import { IdentityState } from '../../../models/linking/identityState.ts';
import type { Database } from '../../../prisma/database.ts';
import type { Queryable } from '../../../prisma/queryable.ts';
import { correctionsOfCall } from '../../../prisma/repositories/corrections.ts';
import { survivorsOf } from '../../../prisma/repositories/customerMerges.ts';
import { findCustomers } from '../../../prisma/repositories/customers.ts';
import { standingLink } from '../../../prisma/repositories/identityLinks.ts';
import { transaction } from '../../../prisma/transaction.ts';
import { seedCompany, testDatabase } from '../../support/database.ts';
import { NaiveIdentity, type Step } from './naiveIdentity.ts';

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const start = Date.UTC(2025, 0, 1);
const minute = (n: number) => new Date(start + n * 60_000);
const permanent = 3;
const callCount = 4;
/** Calls 0 and 1 have temporary customers, who come after the permanent ones. */
const temporaries = [permanent, permanent + 1];
const customerCount = permanent + temporaries.length;

interface Company {
  readonly id: string;
  readonly region: string;
  readonly timezone: string;
  readonly customers: readonly string[];
  readonly calls: readonly string[];
}

async function newCompany(): Promise<Company> {
  const { id, region, timezone } = await seedCompany(db);
  const customers: string[] = [];
  const calls: string[] = [];
  for (let at = 0; at < permanent; at++) {
    customers.push(uuid());
    await db.prisma.customer.create({
      data: { id: customers[at]!, companyId: id, occurredAt: minute(0), recordedAt: minute(0) },
    });
  }
  for (let at = 0; at < callCount; at++) {
    calls.push(uuid());
    await db.prisma.call.create({
      data: { id: calls[at]!, companyId: id, occurredAt: minute(0), recordedAt: minute(0) },
    });
  }
  for (let call = 0; call < temporaries.length; call++) {
    const wanted = {
      externalId: null,
      displayName: null,
      claims: {},
      temporary: true,
      occurredAt: minute(0),
    };
    const made = await transaction(db, (client) =>
      addCustomer(client, { id, region }, { ...wanted, callId: calls[call]! }, 'test', minute(0)),
    );
    customers.push(made.customer.id);
  }
  return { id, region, timezone, customers, calls };
}

function drawStep(random: Random): Step {
  const customer = random.integer(customerCount);
  const call = random.integer(callCount);
  const to = random.integer(4) === 0 ? null : customer;
  const kind = random.integer(14);
  if (kind < 4) return { do: 'resolve', call, to };
  if (kind < 7) return { do: 'correct', call, to };
  if (kind < 8) return { do: 'undo', call };
  if (kind < 11) return { do: 'merge', customer, into: random.integer(customerCount) };
  if (kind < 13) return { do: 'unmerge', customer };
  return { do: 'promote', customer: temporaries[random.integer(temporaries.length)]! };
}

/** Does a step to the database. Returns whether it was accepted. */
async function perform(company: Company, step: Step, key: string, now: Date): Promise<boolean> {
  const companyId = company.id;
  const customerOf = (at: number | null) => (at === null ? null : company.customers[at]!);
  const actor = 'ruth';
  const work = async (client: Queryable): Promise<unknown> => {
    switch (step.do) {
      case 'correct':
        return recordCorrection(
          client,
          {
            companyId,
            callId: company.calls[step.call]!,
            toCustomerId: customerOf(step.to),
            reviewer: actor,
            externalId: key,
            occurredAt: now,
          },
          now,
        );
      case 'undo': {
        const corrections = await correctionsOfCall(client, companyId, company.calls[step.call]!);
        const last = corrections.findLast(({ undoneAt }) => !undoneAt);
        if (!last) throw new Problem('conflict', 'Nothing to undo.');
        return undoCorrection(client, companyId, last.id, now, actor);
      }
      case 'resolve':
        return writeAutomaticLink(
          client,
          {
            companyId,
            callId: company.calls[step.call]!,
            customerId: customerOf(step.to),
            source: 'model',
            probability: 0.99,
            predictionId: uuid(),
          },
          now,
        );
      case 'merge':
        return mergeCustomers(
          client,
          {
            companyId,
            customerId: customerOf(step.customer)!,
            intoId: customerOf(step.into)!,
            source: 'person',
            actor,
            occurredAt: now,
          },
          now,
        );
      case 'unmerge':
        return separateCustomer(client, { companyId, customerId: customerOf(step.customer)!, actor }, now);
      case 'promote':
        return promote(
          client,
          { companyId, customerId: customerOf(step.customer)!, externalId: null, displayName: null, actor },
          now,
        );
    }
  };
  try {
    await transaction(db, work);
    return true;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}

async function present(company: Company) {
  const { id, customers, calls } = company;
  const survivors = await survivorsOf(db.pool, id, customers);
  const records = new Map((await findCustomers(db.pool, id, customers)).map((record) => [record.id, record]));
  const links = [];
  for (const call of calls) links.push((await standingLink(db.pool, id, call))?.customerId ?? null);
  return {
    survivors: customers.map((customer) => customers.indexOf(survivors.get(customer)!)),
    statuses: customers.map((customer) => records.get(customer)!.status),
    links: links.map((customer) => (customer === null ? null : customers.indexOf(customer))),
  };
}

function expected(naive: NaiveIdentity) {
  const customers = Array.from({ length: customerCount }, (_, at) => at);
  return {
    survivors: customers.map((customer) => naive.survivor(customer)),
    statuses: customers.map((customer) => naive.status(customer)),
    links: naive.links.map((link) => link?.customer ?? null),
  };
}

const histories = (company: Company, at: Date) =>
  Promise.all(company.customers.map((customer) => customerAt(db.pool, company.id, customer, at)));

describe('any sequence of links, corrections, merges and re-resolutions', () => {
  test.each([1, 2, 3, 4])('comes to what plain code comes to (seed %i)', async (seed) => {
    const random = seededRandom(seed);
    const company = await newCompany();
    const naive = new NaiveIdentity(callCount, temporaries);
    const readings: { at: Date; told: unknown }[] = [];
    for (let step = 1; step <= 20; step++) {
      const drawn = drawStep(random);
      const human = naive.links.map((link, call) => (naive.said(call) ? link : undefined));
      const accepted = naive.apply(drawn);
      expect([drawn, await perform(company, drawn, `k${step}`, minute(step))]).toEqual([drawn, accepted]);
      if (drawn.do === 'resolve') {
        for (const [call, link] of human.entries()) if (link) expect(naive.links[call]).toBe(link);
      }
      // The same again: what is delivered twice happens once.
      if (drawn.do !== 'undo') await perform(company, drawn, `k${step}`, minute(step));
      expect([drawn, await present(company)]).toEqual([drawn, expected(naive)]);
      if (step % 5 === 0) readings.push({ at: minute(step), told: await histories(company, minute(step)) });
    }
    for (const { at, told } of readings) expect(await histories(company, at)).toEqual(told);

    // What candidates are looked up in knows the same, rebuilt or followed.
    const events = await identityEvents(db.pool, company);
    const rebuilt = new IdentityState({ timezone: company.timezone });
    for (const event of [...events, ...events]) rebuilt.apply(event);
    expect(company.customers.map((customer) => rebuilt.currentCustomer(customer))).toEqual(
      expected(naive).survivors.map((at) => company.customers[at]),
    );
  });
});
