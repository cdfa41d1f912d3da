import { z } from 'zod';

/** A moment in a request: ISO 8601 with an offset. Years beyond 1800-2200 are slips of the pen. */
export const moment = z.iso
  .datetime({ offset: true, error: 'Not an ISO 8601 moment with an offset, such as 2024-03-01T09:30:00Z.' })
  .transform((text) => new Date(text))
  .refine((date) => date.getUTCFullYear() >= 1800 && date.getUTCFullYear() <= 2200, {
    error: 'Not between the years 1800 and 2200.',
  });

/** A moment in an answer: ISO 8601 in UTC. */
export const isoMoment = z.iso.datetime();
