import { featuresOfTask } from '../../features/definitions/taskFeatures.ts';
import { lifetimeValueFallback } from '../../models/lifetime-value/fallback.ts';
import type {
  LifetimeValueOptions,
  LifetimeValueResult,
} from '../../models/lifetime-value/lifetimeValueModel.ts';
import { valuePolicy } from '../../models/lifetime-value/valuePolicy.ts';
import type { HistoryTaskAnswer, KnownSubject } from './historyTask.ts';
import { leadProbability } from './leadScore.ts';

interface Prepared {
  /** Of a lead: the probability of winning it; null: it is about a customer. */
  readonly conversion: number | null;
}

/** What a customer will bring in the months to come; default the horizon of the model, three years. */
export const lifetimeValueOver = (
  horizonMonths?: number,
): HistoryTaskAnswer<'clv', LifetimeValueResult, Prepared> => ({
  task: 'clv',
  prepare: async (subject) => ({
    conversion: subject.known.entity === 'lead' ? await leadProbability(subject) : null,
  }),
  answer(model, row, { company, prepared: { conversion } }) {
    const options: LifetimeValueOptions = {
      policy: valuePolicy(company.settings),
      conversion,
      ...(horizonMonths === undefined ? {} : { horizonMonths }),
    };
    return model ? model.predict(row, options) : lifetimeValueFallback(row, options);
  },
  agree: (one, other) => one.segment === other.segment,
});

/** What a customer will bring in the next three years. */
export const lifetimeValue = lifetimeValueOver();

/** The champion's value of a customer whose history is known, or the rule's; not logged. */
export async function customerValue({ application, company, known, now }: KnownSubject): Promise<number> {
  const row = known.at(featuresOfTask('clv', company.settings), now.getTime());
  const { champion } = await application.models.get(company.id, 'clv');
  const policy = valuePolicy(company.settings);
  const { result } = champion
    ? champion.model.predict(row, { policy })
    : lifetimeValueFallback(row, { policy });
  return result.clv;
}
