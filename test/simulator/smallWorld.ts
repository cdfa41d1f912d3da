import type { ParameterOverrides } from '../../simulator/parameters.ts';

/** A young company with a short history: the same rules as by default, made in a fraction of a second. */
export const smallWorld: ParameterOverrides = {
  weeks: 2,
  companyAgeWeeks: 50,
  callHistoryWeeks: 6,
  leadHistoryWeeks: 6,
  appointmentHistoryWeeks: 20,
  population: { joinsPerWeek: 9 },
  leads: { perWeek: 50 },
  samples: { churn: 20, clv: 20, temperature: 20 },
};
