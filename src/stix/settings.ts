import type { FindingSeverity } from './finding.ts';
import type { Basis, FaultKind } from './rules/rule.ts';

/** What the findings of a rule count for. */
export type Setting = FindingSeverity | 'off';

/**
 * By the code of a rule (`stix/kill-chain-name`), by the number or name that the OASIS validator has for it (`121`,
 * `kill-chain-names`, the groups `1`, `2`, `210` and `270` among them), or by class: `should`; `text`, what the
 * standard demands and the OASIS validator lets pass; `oasis`, the reverse. The nearer name counts: code, then
 * number or name, then group, then class. What is off by default listens to its code, number and name alone.
 */
export type ValidationSettings = Readonly<Record<string, Setting>>;

/**
 * What a finding counts for. What the standard demands and the OASIS validator enforces is an error whatever the
 * settings say: such an object is no STIX.
 * @param otherwise what it counts for where no setting names it, instead of its own default
 */
export function severityOf(
  { code, level, oasis = [], byDefault }: FaultKind<never>,
  basis: Basis,
  settings: ValidationSettings,
  otherwise?: Setting,
): Setting {
  if (level === 'must' && basis === 'both') return 'error';
  const wider =
    byDefault === 'off' ? [] : [...oasis.flatMap(groupsOf), level === 'should' ? 'should' : basis];
  const set = [code, ...oasis, ...wider].find((name) => Object.hasOwn(settings, name));
  return set === undefined ? (otherwise ?? byDefault ?? defaultOf(level, basis)) : settings[set]!;
}

/** A finding that the OASIS validator would not make stops nobody unless it is asked to. */
function defaultOf(level: FaultKind<never>['level'], basis: Basis): Setting {
  return level === 'must' && basis === 'oasis' ? 'error' : 'warning';
}

/** The OASIS validator's groups of numbers: 1 holds 1xx, 2 holds 2xx, 210 the vocabularies, 270 outside lists. */
function groupsOf(number: string): string[] {
  if (/^1\d\d$/.test(number)) return ['1'];
  if (/^2[1-4]\d$/.test(number)) return ['210', '2'];
  if (/^27\d$/.test(number)) return ['270', '2'];
  return /^2\d\d$/.test(number) ? ['2'] : [];
}

/** Every name that `ValidationSettings` may hold, for these kinds of faults. */
export function settingNames(kinds: readonly FaultKind<never>[]): ReadonlySet<string> {
  const own = kinds.flatMap(({ code, oasis = [] }) => [code, ...oasis, ...oasis.flatMap(groupsOf)]);
  return new Set([...own, 'should', 'text', 'oasis']);
}

/** Whether a setting under this name can change anything: a MUST that both sides agree on listens to none. */
export function isSettable(name: string, kinds: readonly FaultKind<never>[]): boolean {
  const named = kinds.filter(({ code, oasis = [] }) => code === name || oasis.includes(name));
  return (
    named.length === 0 || named.some(({ level, basis, isMixed }) => level === 'should' || basis || isMixed)
  );
}
