/**
 * What can be told from a number itself. Only `personal` numbers point to one person or household by themselves:
 * `switchboard`: the main line of a company (written with the extension 0, or a fixed line that ends in 000);
 * `service`: answered by whoever is on duty, never a caller's own (free, shared-cost and premium numbers, directory
 * enquiries, televoting); `emergency`: police, fire, medical and crisis lines.
 */
export type PhoneKind = 'personal' | 'switchboard' | 'service' | 'emergency';

/** Short numbers of a country, and the beginnings of its service numbers after the country code. */
interface NumberRules {
  readonly emergency: RegExp;
  readonly service: RegExp;
  readonly mobile: RegExp;
}

/** Sources: numbering plans of the regulators BNetzA (49), RTR (43) and BAKOM (41). */
const rules: Readonly<Record<string, NumberRules>> = {
  49: {
    emergency: /^(110|112|115|116\d{3}|19222)$/,
    service: /^(800\d|180\d|900\d|13[78]\d|118\d|19[1-4]\d|12\d)/,
    mobile: /^1[567]/,
  },
  43: {
    emergency: /^(112|122|133|14[0-8]|116\d{3})$/,
    service: /^(800|810|820|821|828|90[01]|93[01]|118)/,
    mobile: /^6/,
  },
  41: {
    emergency: /^(112|117|118|14[03-7]|116\d{3}|1414)$/,
    service: /^(800|84[0248]|90[016]|18\d\d$)/,
    mobile: /^7[4-9]/,
  },
};

const codes = Object.entries(rules).map(([code, rule]) => [`+${code}`, rule] as const);

const extensionZero = /\d\s*[-–—‐‑]\s*0{1,2}\s*$/u;

/**
 * The kind of a number in E.164; `written` is the notation it came in, when known, which may show an extension
 * (089 1234-0). Of numbers of countries without rules here, only the notation tells.
 */
export function phoneKind(number: string, written = ''): PhoneKind {
  const rule = codes.find(([code]) => number.startsWith(code));
  const national = rule === undefined ? number : number.slice(rule[0].length);
  if (rule?.[1].emergency.test(national)) return 'emergency';
  if (rule?.[1].service.test(national)) return 'service';
  if (/^\+(800|808|870|88[0-9]|979)/.test(number) && rule === undefined) return 'service';
  if (extensionZero.test(written.slice(0, 64))) return 'switchboard';
  const mayEnd = rule !== undefined && !rule[1].mobile.test(national);
  return mayEnd && /000$/.test(national) ? 'switchboard' : 'personal';
}
