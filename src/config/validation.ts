import type { TlpPolicy } from '../stix/collection/check-tlp.ts';
import { collectionRules } from '../stix/collection/rules.ts';
import { allFaultKinds } from '../stix/fault-kinds.ts';
import { isSettable, settingNames, type ValidationSettings } from '../stix/settings.ts';

/** Which findings stop a build: those of every release, of the latest and the working tree, or none. */
export type Enforcement = 'all' | 'latest' | 'none';

/** A known fault that is let through. */
export interface Acceptance {
  readonly code: string;
  /** Of one object; of every object where it is left out. */
  readonly id?: string;
  /** In one release; in every release where it is left out. */
  readonly release?: string;
  readonly reason: string;
  /** The line in collection.yaml that says so. */
  readonly line: number;
}

/** How the objects of a collection are judged. */
export interface ValidationConfig {
  readonly enforce: Enforcement;
  readonly rules: ValidationSettings;
  /** What a reference counts for that leads out of the collection. */
  readonly references: 'error' | 'warning' | 'off';
  readonly accept: readonly Acceptance[];
}

/** `validation` in site.yaml, and in collection.yaml, where it counts more. */
export interface ValidationYaml {
  readonly enforce?: Enforcement;
  readonly rules?: ValidationSettings;
  readonly references?: ValidationConfig['references'];
  readonly accept?: readonly Omit<Acceptance, 'line'>[];
}

/** `policy` in site.yaml, and in collection.yaml, which replaces it. */
export interface PolicyYaml {
  readonly tlp: TlpPolicy['tlp'];
  readonly requireMarking?: boolean;
}

/**
 * What counts for a collection.
 * @param line gives the line of an acceptance by its index
 */
export function mergeValidation(
  site: ValidationYaml = {},
  own: ValidationYaml = {},
  source: 'working-tree' | 'snapshots',
  line: (index: number) => number,
): ValidationConfig {
  return {
    enforce: own.enforce ?? site.enforce ?? (source === 'working-tree' ? 'all' : 'latest'),
    rules: { ...site.rules, ...own.rules },
    references: own.references ?? site.references ?? 'warning',
    accept: (own.accept ?? []).map((entry, index) => ({ ...entry, line: line(index) })),
  };
}

/** What counts where nobody says anything. */
export function defaultValidation(source: 'working-tree' | 'snapshots'): ValidationConfig {
  return mergeValidation({}, {}, source, () => 1);
}

export function toPolicy(yaml: PolicyYaml | undefined): { policy?: TlpPolicy } {
  return yaml ? { policy: { tlp: yaml.tlp, requireMarking: yaml.requireMarking ?? false } } : {};
}

/** Why a key of `rules` can do nothing; undefined where it can. */
export function unknownSetting(name: string): string | undefined {
  if (!settingNames(allFaultKinds).has(name))
    return 'the code of a finding, an OASIS number or name, should, text or oasis';
  return isSettable(name, allFaultKinds)
    ? undefined
    : 'a rule that may be set: what the standard demands stays an error';
}

/** Every code that an acceptance can name. */
export const acceptableCodes: ReadonlySet<string> = new Set(
  [...allFaultKinds, ...collectionRules].map(({ code }) => code),
);
