import { Problem } from '../../base/problem.ts';
import { choleskyInPlace, choleskySolve } from '../numeric/cholesky.ts';
import { type Minimum, minimiseSteps, type Objective } from '../numeric/lbfgs.ts';
import { finishWithPauses } from '../numeric/steps.ts';
import { pauser } from '../pause.ts';

/** A likelihood of parameters that are all > 0. */
export interface LikelihoodQuestion {
  /** For people: the name of the model. */
  readonly title: string;
  readonly names: readonly string[];
  /** Where the search begins, and what a penalty draws towards. */
  readonly origin: readonly number[];
  /** Penalties of the parameters one by one, beside that of the options; absent: none. */
  readonly penalties?: readonly number[];
  /** The log-likelihood at the parameters; writes its gradient by them into `gradient`. */
  readonly logLikelihood: (parameters: Float64Array, gradient: Float64Array) => number;
}

export interface LikelihoodOptions {
  /**
   * penalty / 2 x squared distance of the log parameters from the origin. 0 (the default) is maximum likelihood; a
   * small value such as 0.01 makes small samples fit.
   */
  readonly penalty?: number;
  readonly signal?: AbortSignal;
}

/** A parameter and how well the data determine it. */
export interface ParameterEstimate {
  readonly value: number;
  /** By the delta method from the standard error of the logarithm: value x standardError(log value). */
  readonly standardError: number;
  /** 95 %, symmetric on the log scale: the parameters are positive and their estimates skewed. */
  readonly low: number;
  readonly high: number;
}

export interface LikelihoodFit {
  readonly estimates: Readonly<Record<string, ParameterEstimate>>;
  /** Without penalty. */
  readonly logLikelihood: number;
  /** Of the log parameters, row by row: the inverse of the observed information. */
  readonly covariance: readonly number[];
  readonly iterations: number;
  /** What a reader must know before trusting the parameters one by one. */
  readonly warnings: readonly string[];
}

/** A log parameter this far from the origin (a factor of 20,000) has no maximum. */
const runawayLog = 9.9;
/** A 95 % interval that spans more than a factor of 100. */
const vagueLog = Math.log(100) / (2 * 1.96);
/** Where else to begin when the search from the origin gets stuck: every second parameter smaller, or larger. */
const detours = [-1.5, 1.5] as const;

/**
 * Maximum likelihood by L-BFGS on the log parameters. Standard errors come from the observed information: the
 * Hessian of the (penalised) log-likelihood, by central differences of the analytic gradient.
 * @throws Problem degenerate_fit when the likelihood has no maximum: a parameter runs away, the search gets stuck, or
 * the information matrix at its end is not positive definite (a ridge)
 */
export async function maximiseLikelihood(
  question: LikelihoodQuestion,
  options: LikelihoodOptions = {},
): Promise<LikelihoodFit> {
  const { names, origin, logLikelihood } = question;
  const size = names.length;
  const penalties = names.map((_, index) => (options.penalty ?? 0) + (question.penalties?.[index] ?? 0));
  const objective: Objective = (logs, gradient) => {
    const parameters = logs.map((log, index) => origin[index]! * Math.exp(log));
    let value = -logLikelihood(parameters, gradient);
    for (let index = 0; index < size; index++) {
      gradient[index] = -gradient[index]! * parameters[index]! + penalties[index]! * logs[index]!;
      value += (penalties[index]! / 2) * logs[index]! ** 2;
    }
    return value;
  };
  const pause = pauser(options.signal);
  const minimiseFrom = (start: Float64Array) =>
    finishWithPauses(minimiseSteps(objective, start, { tolerance: 1e-10 }), pause);
  let minimum = await minimiseFrom(new Float64Array(size));
  let fault = faultOf(minimum);
  for (const shift of detours) {
    if (fault === undefined || fault.reason !== stuck) break;
    const start = Float64Array.from(names, (_, index) => (index % 2 === 0 ? shift : -shift));
    const other = await minimiseFrom(start);
    if (faultOf(other) !== undefined) continue;
    minimum = other;
    fault = undefined;
  }
  const parameters = minimum.x.map((log, index) => origin[index]! * Math.exp(log));
  const degenerate = (reason: string, faulty: readonly number[]) =>
    new Problem(
      'degenerate_fit',
      `${question.title} has no maximum of the likelihood on these data: ${reason}.`,
      {
        findings: faulty.map((index) => ({
          path: names[index]!,
          message: 'is not determined by the data',
          received: parameters[index]!,
        })),
        remedy: 'Give more customers or a longer observation, or fit with a small penalty such as 0.01.',
      },
    );
  if (fault !== undefined) throw degenerate(fault.reason, fault.parameters);
  const covariance = inverseInformation(objective, minimum.x);
  if (covariance === undefined)
    throw degenerate(
      'it lies on a ridge',
      names.map((_, index) => index),
    );
  const estimates: Record<string, ParameterEstimate> = {};
  const warnings: string[] = [];
  names.forEach((name, index) => {
    const value = parameters[index]!;
    const error = Math.sqrt(covariance[index * size + index]!);
    const spread = Math.exp(1.959964 * error);
    estimates[name] = { value, standardError: value * error, low: value / spread, high: value * spread };
    if (error > vagueLog)
      warnings.push(
        `${name} is hardly determined: 95 % interval ${(value / spread).toPrecision(3)} to ${(value * spread).toPrecision(3)}`,
      );
  });
  return {
    estimates,
    logLikelihood: logLikelihood(parameters, new Float64Array(size)),
    covariance: Array.from(covariance),
    iterations: minimum.iterations,
    warnings,
  };
}

const stuck = 'the search got stuck';

function faultOf(minimum: Minimum): { reason: string; parameters: number[] } | undefined {
  const all = [...minimum.x.keys()];
  const runaways = all.filter((index) => !(Math.abs(minimum.x[index]!) < runawayLog));
  if (runaways.length > 0) return { reason: 'parameters run away', parameters: runaways };
  const arrived = minimum.converged || minimum.gradientNorm <= 1e-5 * Math.max(1, Math.abs(minimum.value));
  return arrived ? undefined : { reason: stuck, parameters: all };
}

/** @returns undefined when the Hessian is not safely positive definite */
function inverseInformation(objective: Objective, at: Float64Array): Float64Array | undefined {
  const size = at.length;
  const step = 1e-4;
  const hessian = new Float64Array(size * size);
  for (let index = 0; index < size; index++) {
    const [above, below] = [1, -1].map((sign) => {
      const gradient = new Float64Array(size);
      objective(
        at.map((value, other) => (other === index ? value + sign * step : value)),
        gradient,
      );
      return gradient;
    }) as [Float64Array, Float64Array];
    for (let other = 0; other < size; other++)
      hessian[index * size + other] = (above[other]! - below[other]!) / (2 * step);
  }
  for (let row = 0; row < size; row++)
    for (let column = 0; column < row; column++) {
      const mean = (hessian[row * size + column]! + hessian[column * size + row]!) / 2;
      hessian[row * size + column] = mean;
      hessian[column * size + row] = mean;
    }
  if (hessian.some((entry) => !Number.isFinite(entry))) return undefined;
  // Differences of gradients are good to about 1e-8 of the largest entry: a smaller pivot is only noise.
  const largest = hessian.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
  if (!choleskyInPlace(hessian, size)) return undefined;
  for (let index = 0; index < size; index++)
    if (hessian[index * size + index]! ** 2 < 1e-9 * largest) return undefined;
  const inverse = new Float64Array(size * size);
  for (let index = 0; index < size; index++) {
    const unit = new Float64Array(size);
    unit[index] = 1;
    choleskySolve(hessian, size, unit);
    inverse.set(unit, index * size);
  }
  return inverse;
}
