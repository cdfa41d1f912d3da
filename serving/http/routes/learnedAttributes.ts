import {
  learnedAttributes,
  learnedAttributesKey,
  learnedAttributesOf,
} from '../../../features/learnedAttributes.ts';
import { taskSlug, tasks } from '../../../training/taskNames.ts';
import { policyEndpoints } from '../policyEndpoints.ts';

/** Linking learns from pairs, not from attributes. */
export const learnedAttributesEndpoints = tasks.flatMap((task) =>
  task === 'linking'
    ? []
    : policyEndpoints({
        url: `/api/ml/${taskSlug(task)}/attributes`,
        tag: 'training',
        key: learnedAttributesKey(task),
        schema: learnedAttributes,
        what: `which attributes ${taskSlug(task)} learns from`,
        description:
          'All, except those excluded here. A model is refused when one of them gives the outcome away, unless it is acknowledged here as known before. Used from the next training on.',
        read: (settings) => learnedAttributesOf(settings, task),
      }),
);
