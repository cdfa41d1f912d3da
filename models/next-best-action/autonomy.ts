/** What an action has shown on decisions whose propensities are known, against what the team earned with them. */
export interface ActionEvidence {
  /** Held-out decisions in which the model would have taken the action. */
  readonly decisions: number;
  readonly effectiveSampleSize: number;
  /** Reward per such decision: taking the action less what was earned, doubly robust, with its 95 % interval. */
  readonly gain: { readonly value: number; readonly low: number; readonly high: number } | null;
}

/** Whether the model may take an action by its own choice, or does what the team would do. */
export interface ActionAutonomy extends ActionEvidence {
  readonly autonomous: boolean;
  /** For people. */
  readonly reason: string;
}

/** By action; an action that is not there has earned nothing. */
export type Autonomy = Readonly<Record<string, ActionAutonomy>>;

/** Weighted decisions below which nothing is said of an action. */
export const enoughOverlap = 30;

/** Quantiles of the standard normal: how sure one has to be (one-sided 95 %), and what 95 % intervals span. */
const sureDeviations = 1.645;
const intervalDeviations = 2 * 1.96;

/**
 * Autonomy is earned: an action is left to the model where one can be 95 % sure that it earns more than the team did; or
 * where one can be of the model's choices as a whole, and this action did not show itself worse. The question has one
 * side, whether it is better, and so has the test.
 * @param whole the same evidence for all its choices together
 */
export function earnAutonomy(
  whole: ActionEvidence,
  byAction: Readonly<Record<string, ActionEvidence>>,
): Autonomy {
  const proven = whole.effectiveSampleSize >= enoughOverlap && whole.gain !== null && surelyAbove(whole.gain);
  return Object.fromEntries(
    Object.entries(byAction).map(([action, evidence]) => [
      action,
      { ...evidence, ...verdict(evidence, proven) },
    ]),
  );
}

const surelyAbove = ({ value, low, high }: NonNullable<ActionEvidence['gain']>): boolean =>
  value > (sureDeviations * (high - low)) / intervalDeviations;

function verdict(
  { effectiveSampleSize, gain }: ActionEvidence,
  proven: boolean,
): Pick<ActionAutonomy, 'autonomous' | 'reason'> {
  if (gain === null || effectiveSampleSize < enoughOverlap)
    return {
      autonomous: false,
      reason: `too few decisions to judge it by: they amount to ${effectiveSampleSize.toFixed(0)}, ${enoughOverlap} are needed`,
    };
  const range = `${gain.value.toPrecision(3)} per decision (95 %: ${gain.low.toPrecision(3)} to ${gain.high.toPrecision(3)})`;
  if (surelyAbove(gain)) return { autonomous: true, reason: `gains on what the team earned: ${range}` };
  if (gain.high < 0) return { autonomous: false, reason: `loses against what the team earned: ${range}` };
  return proven
    ? {
        autonomous: true,
        reason: `the policy as a whole gains; alone it cannot be told from what the team earned: ${range}`,
      }
    : { autonomous: false, reason: `cannot be told from what the team earned: ${range}` };
}
