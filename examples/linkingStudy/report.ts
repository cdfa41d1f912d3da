import type { PlayedCall } from './playCompany.ts';
import { percent, type Share, shareOf } from './shareOf.ts';
import type { CallerType } from './simulatedCompany.ts';

export interface CallerReport {
  readonly callers: CallerType | 'all';
  readonly calls: number;
  /** Of calls of known customers: linked to them in the end, by whomever. */
  readonly quality: Share;
  /** Of all calls: linked at once without a person. */
  readonly automatic: Share;
  /** Of these: linked to somebody else. */
  readonly wrong: Share;
}

const callerTypes: readonly CallerType[] = ['number known', 'withheld, with name', 'withheld, without name'];

export function reportOf(calls: readonly PlayedCall[]): CallerReport[] {
  const of = (callers: CallerReport['callers'], some: readonly PlayedCall[]): CallerReport => {
    const known = some.filter((call) => call.known);
    const links = some.filter(({ decision }) => decision === 'link');
    return {
      callers,
      calls: some.length,
      quality: shareOf(known.filter(({ right }) => right).length, known.length),
      automatic: shareOf(links.length, some.length),
      wrong: shareOf(links.filter(({ wrong }) => wrong).length, links.length),
    };
  };
  const ofType = (type: CallerType) =>
    of(
      type,
      calls.filter(({ call }) => call.callerType === type),
    );
  return [...callerTypes.map(ofType), of('all', calls)];
}

export function tableOf(reports: readonly CallerReport[]): string {
  const rows = reports.map(({ callers, calls, quality, automatic, wrong }) =>
    [
      callers.padEnd(24),
      String(calls).padStart(6),
      percent(quality),
      percent(automatic),
      percent(wrong),
    ].join('  '),
  );
  return ['callers                    calls  linked right  automatic  wrong among automatic', ...rows].join(
    '\n',
  );
}
