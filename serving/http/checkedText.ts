import { Problem } from '../../base/problem.ts';

const loneSurrogate = /[\ud800-\udfff]/gu;

/**
 * PostgreSQL cannot hold NUL, and half a surrogate pair is no character: the one is refused, the other replaced
 * by U+FFFD as a UTF-8 encoder would. Objects are changed in place.
 * @throws Problem `invalid_input`
 */
export function checkedText(value: unknown, path = '', depth = 0): unknown {
  if (typeof value === 'string') {
    if (!value.includes('\0')) return value.replace(loneSurrogate, '\ufffd');
    throw new Problem('invalid_input', 'Text must not contain the NUL character.', {
      findings: [{ path, message: 'contains U+0000' }],
    });
  }
  if (value === null || typeof value !== 'object') return value;
  if (depth > 50) {
    throw new Problem('invalid_input', 'The body is nested deeper than 50 levels.', {
      findings: [{ path, message: 'too deep' }],
    });
  }
  if (Array.isArray(value))
    return value.map((item, index) => checkedText(item, `${path}/${index}`, depth + 1));
  for (const [key, inner] of Object.entries(value)) {
    checkedText(key, path, depth);
    const checked = checkedText(inner, `${path}/${key}`, depth + 1);
    // Not an assignment: that of `__proto__` would do something else.
    if (checked !== inner) Object.defineProperty(value, key, { value: checked });
  }
  return value;
}
