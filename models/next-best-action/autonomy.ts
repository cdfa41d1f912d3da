/** What choices have shown on decisions whose propensities are known, against what the team's habits earn there. */
export interface ActionEvidence {
  /** Decisions not learned from in which the model would have taken the action. */
  readonly decisions: number;
  readonly effectiveSampleSize: number;
  /** Reward per decision: by the model's choices less by the team's habits, doubly robust, with its 95 % interval. */
  readonly gain: { readonly value: number; readonly low: number; readonly high: number } | null;
}

/** How far the model may take an action by its own choice; for the rest it does what the team would do. */
export interface ActionAutonomy extends ActionEvidence {
  /** Whether anything is left to the model. */
  readonly autonomous: boolean;
  /** In [0, 1]; absent in early artifacts, which knew all or nothing. */
  readonly share?: number;
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

/** The share of an action that is left to the model. */
export const shareOf = (autonomy: ActionAutonomy | undefined): number =>
  autonomy === undefined ? 0 : (autonomy.share ?? (autonomy.autonomous ? 1 : 0));

/** What is taken when the model takes its own choice a with probability shares[a], and else does what the team does. */
export function mixedWithTeam(
  own: readonly number[],
  shares: readonly number[],
  team: readonly number[],
): number[] {
  const imitated = own.reduce((sum, propensity, index) => sum + (1 - shares[index]!) * propensity, 0);
  return own.map((propensity, index) => shares[index]! * propensity + imitated * team[index]!);
}

export interface Earning {
  /** Evidence of each action's share of the model's choices alone, the team's habits elsewhere. */
  readonly byAction: Readonly<Record<string, ActionEvidence>>;
  /** Evidence of the choices of these actions together, the team's habits elsewhere. */
  readonly together: (actions: readonly string[]) => ActionEvidence;
  /** What the team's habits earn per decision. */
  readonly teamValue: number;
  /** Share of `teamValue` that may be lost at worst, in [0, 1]. */
  readonly tolerance: number;
}

/**
 * Autonomy is earned with evidence. An action takes part once its decisions are enough to judge it by and it has not
 * shown itself worse. The value of a mixture of model and team is linear in the share left to the model: gain(share) =
 * share x gain. So the greatest share with which one can be 95 % sure (one-sided) of losing no more than the
 * tolerance is share = tolerance x team value / -low, where low, the lower bound of the whole gain, is negative, and 1
 * where it is not, or no lower than the tolerance. That is the promise of conservative bandits (Wu et al. 2016), kept by the
 * evidence of the log instead of a budget saved up.
 * A wrong share does not last: the next training judges anew. Were each wrong with 5 %, so would be at most 5 % of all
 * trainings in the long run, however often one looks; a bound for all looks at once would be needed to stop for good.
 */
export function earnAutonomy({ byAction, together, teamValue, tolerance }: Earning): Autonomy {
  const candidates = Object.entries(byAction).flatMap(([action, evidence]) =>
    refusal(evidence) === null ? [action] : [],
  );
  const whole = candidates.length === 0 ? null : together(candidates);
  const { share, why } = earned(whole, teamValue, tolerance);
  return Object.fromEntries(
    Object.entries(byAction).map(([action, evidence]) => {
      const refused = refusal(evidence);
      return [
        action,
        refused === null
          ? { ...evidence, autonomous: share > 0, share, reason: why }
          : { ...evidence, autonomous: false, share: 0, reason: refused },
      ];
    }),
  );
}

/** Why an action takes no part, however the others do; null: it does. */
function refusal({ effectiveSampleSize, gain }: ActionEvidence): string | null {
  if (gain === null || effectiveSampleSize < enoughOverlap)
    return `too few decisions to judge it by: they amount to ${effectiveSampleSize.toFixed(0)}, ${enoughOverlap} are needed`;
  return bounds(gain).high < 0 ? `loses against what the team does: ${range(gain)}` : null;
}

function earned(
  whole: ActionEvidence | null,
  teamValue: number,
  tolerance: number,
): { share: number; why: string } {
  if (whole === null || whole.gain === null || whole.effectiveSampleSize < enoughOverlap)
    return { share: 0, why: 'too few decisions to judge the choices by' };
  const { low, high } = bounds(whole.gain);
  const mayLose = tolerance * Math.max(0, teamValue);
  if (high < 0) return { share: 0, why: `the choices lose against what the team does: ${range(whole.gain)}` };
  if (low >= 0) return { share: 1, why: `the choices gain on what the team does: ${range(whole.gain)}` };
  const share = Math.min(1, mayLose / -low);
  return {
    share,
    why: `so much that, 95 % sure, no more than ${mayLose.toPrecision(3)} per decision is lost (${(100 * tolerance).toFixed(0)} % of what the team earns): ${range(whole.gain)}`,
  };
}

/** Each exceeded with 5 %. */
function bounds({ value, low, high }: NonNullable<ActionEvidence['gain']>): { low: number; high: number } {
  const reach = (sureDeviations * (high - low)) / intervalDeviations;
  return { low: value - reach, high: value + reach };
}

const range = ({ value, low, high }: NonNullable<ActionEvidence['gain']>): string =>
  `${value.toPrecision(3)} per decision (95 %: ${low.toPrecision(3)} to ${high.toPrecision(3)})`;
