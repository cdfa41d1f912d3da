import { Problem } from '../../base/problem.ts';

/** An ONNX file that is broken. */
export function invalidModel(detail: string): Problem {
  return new Problem('artifact_invalid', detail, {
    remedy: 'Export the model again with the tool that made it.',
  });
}

/** A sound ONNX file of a model that is not read here. */
export function unsupportedModel(detail: string): Problem {
  return new Problem('artifact_invalid', detail, {
    remedy:
      'Give a tree ensemble on plain columns, as scikit-learn, XGBoost and LightGBM export it, without other steps in the pipeline.',
  });
}
