import { fixedSequence } from './fixedSequence.ts';
import { hoeffdingBentkusPValue } from './hoeffdingBentkus.ts';
import type { RiskControlRequest } from './riskControl.ts';

/**
 * The most daring parameter of which the calibration rows prove, with confidence 1 - error, that its expected loss is
 * at most `limit`. Stronger than conformal risk control, which promises this only on average over calibration
 * samples, hence more careful; and the loss need not be monotone. Parameters are tested from the most careful on
 * until one fails.
 * Angelopoulos, Bates, Candes, Jordan & Lei (2021), Learn then test, arXiv 2110.01052, with Hoeffding-Bentkus p-values.
 * @param error default 0.05
 * @returns undefined when none is proven
 */
export function provenParameter<Parameter>(
  request: RiskControlRequest<Parameter>,
  error = 0.05,
): Parameter | undefined {
  const { parameters, meanLoss, count, limit, bound = 1 } = request;
  const pValues = parameters.map((parameter) =>
    hoeffdingBentkusPValue(meanLoss(parameter) / bound, count, limit / bound),
  );
  const last = fixedSequence(pValues, error).at(-1);
  return last === undefined ? undefined : parameters[last];
}
