/** A score explained by what it is made of. */
export interface ScoreState {
  /** P(won), in [0, 1]. */
  readonly probability: number;
  /** What each feature added to the raw score. */
  readonly contributions: readonly {
    readonly feature: string;
    readonly text: string;
    readonly effect: number;
  }[];
}

export interface ScoreChange {
  /** Whole points, as shown. */
  readonly from: number;
  readonly to: number;
  /** Whole points that add up to `to - from`. */
  readonly points: { readonly features: number; readonly identity: number; readonly model: number };
  /** Unrounded, of the probability; they add up to its change. */
  readonly probability: { readonly features: number; readonly identity: number; readonly model: number };
  /** The feature whose effect changed most, in words; null: none did. */
  readonly mainFeature: string | null;
}

/**
 * Splits the change of a score along one path: first what happened (the same model and the same idea of whose facts these
 * are), then whose facts they are taken to be, then the model. Each part is the difference of two scores that
 * differ in that one thing, so the parts add up exactly; in another order they could be a little different.
 *
 * @param states in the order of the path: before; facts of the later moment; its identity as well; its model as well
 */
export function scoreChange(
  states: readonly [before: ScoreState, facts: ScoreState, identity: ScoreState, model: ScoreState],
): ScoreChange {
  const [before, facts, identity, after] = states;
  const steps = [
    facts.probability - before.probability,
    identity.probability - facts.probability,
    after.probability - identity.probability,
  ] as const;
  const from = Math.round(100 * before.probability);
  const to = Math.round(100 * after.probability);
  const [features, ofIdentity, model] = roundedTo(
    to - from,
    steps.map((step) => 100 * step),
  ) as [number, number, number];
  return {
    from,
    to,
    points: { features, identity: ofIdentity, model },
    probability: { features: steps[0], identity: steps[1], model: steps[2] },
    mainFeature: mainFeature(before, facts),
  };
}

/** Whole numbers that add up to `total`: each part rounded, and what rounding left over added to the largest. */
function roundedTo(total: number, parts: readonly number[]): number[] {
  const whole = parts.map((part) => Math.round(part) || 0);
  const largest = parts.reduce((best, part, at) => (Math.abs(part) > Math.abs(parts[best]!) ? at : best), 0);
  whole[largest]! += total - whole.reduce((sum, value) => sum + value, 0);
  return whole;
}

/** In the direction of the change of the raw score. */
function mainFeature(before: ScoreState, after: ScoreState): string | null {
  const effects = new Map(before.contributions.map(({ feature, effect }) => [feature, effect]));
  const direction = Math.sign(after.probability - before.probability);
  let best: { readonly text: string; readonly change: number } | null = null;
  for (const { feature, text, effect } of after.contributions) {
    const change = direction * (effect - (effects.get(feature) ?? 0));
    if (change > (best?.change ?? 0)) best = { text, change };
  }
  return best?.text ?? null;
}

/** "62 -> 48: -9 features (Days since they wrote: 14), -1 identity, -4 model v7 -> v8" */
export function changeText(
  change: ScoreChange,
  versions: { readonly from: string; readonly to: string },
): string {
  const { features, identity, model } = change.points;
  const signed = (points: number) => (points > 0 ? `+${points}` : String(points));
  const parts = [
    features === 0
      ? null
      : `${signed(features)} features${change.mainFeature === null ? '' : ` (${change.mainFeature})`}`,
    identity === 0 ? null : `${signed(identity)} identity`,
    model === 0 ? null : `${signed(model)} model ${versions.from} -> ${versions.to}`,
  ].filter((part) => part !== null);
  return `${change.from} -> ${change.to}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`;
}
