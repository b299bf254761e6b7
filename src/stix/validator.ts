import { describe } from './describe.ts';
import type { Fault } from './fault.ts';
import type { Finding } from './finding.ts';
import { checkIndicator } from './pattern/check-indicator.ts';
import { allRules } from './rules/all.ts';
import {
  appliesTo,
  type Basis,
  elements,
  type FaultKind,
  isObject,
  type Path,
  type Rule,
  type StixObject,
} from './rules/rule.ts';
import { checkSchema } from './schemas/check-schema.ts';
import { notAnObject } from './schemas/faults.ts';
import { type Setting, severityOf, type ValidationSettings } from './settings.ts';

/** Judges objects and bundles against STIX 2.1, each alone. It keeps nothing of what it has judged. */
export class Validator {
  private readonly settings: ValidationSettings;
  private readonly severities = {
    both: new Map<FaultKind<never>, Setting>(),
    text: new Map<FaultKind<never>, Setting>(),
    oasis: new Map<FaultKind<never>, Setting>(),
  };
  private readonly rules: readonly Rule[];
  private readonly rulesByType = new Map<string, readonly Rule[]>();

  /** @param settings what findings count for; each its own default where nothing is said */
  constructor(settings: ValidationSettings = {}) {
    this.settings = settings;
    this.rules = allRules.filter((rule) => severityOf(rule, rule.basis ?? 'both', settings) !== 'off');
  }

  /**
   * Everything that is wrong with a value; nothing where it is sound.
   * Whether the objects exist that it refers to is not asked.
   * @param value any parsed JSON; a bundle (§8) is judged with all that it holds
   */
  validate(value: unknown): Finding[] {
    const findings: Finding[] = [];
    if (isObject(value) && value.type === 'bundle') this.judgeBundle(value, findings);
    else this.judge(value, [], findings);
    return findings;
  }

  private judgeBundle(bundle: StixObject, findings: Finding[]): void {
    this.judge(bundle, [], findings);
    for (const [index, value] of elements(bundle.objects).entries())
      this.judge(value, ['objects', index], findings);
  }

  /** @param base leads to the value */
  private judge(value: unknown, base: Path, findings: Finding[]): void {
    const add = (fault: Fault) => {
      const finding = this.weigh(fault, base);
      if (finding) findings.push(finding);
    };
    if (!isObject(value)) {
      const message = notAnObject.message({ found: describe(value) });
      add({ kind: notAnObject, basis: 'both', message, path: [] });
      return;
    }
    checkSchema(value).forEach(add);
    if (value.type === 'indicator') checkIndicator(value).forEach(add);
    for (const rule of this.rulesFor(value.type)) {
      rule.check(value, (path, values) =>
        add({ kind: rule, basis: rule.basis ?? 'both', message: rule.message(values), path }),
      );
    }
  }

  private weigh({ kind, basis, message, path, offset }: Fault, base: Path): Finding | undefined {
    const severity = this.severity(kind, basis);
    if (severity === 'off') return undefined;
    const { code, level, help } = kind;
    return {
      ...{ code, severity, level, basis, message, help },
      path: base.length > 0 ? [...base, ...path] : path,
      ...(offset === undefined ? {} : { offset }),
    };
  }

  private severity(kind: FaultKind<never>, basis: Basis): Setting {
    const known = this.severities[basis].get(kind);
    if (known) return known;
    const severity = severityOf(kind, basis, this.settings);
    this.severities[basis].set(kind, severity);
    return severity;
  }

  private rulesFor(type: unknown): readonly Rule[] {
    const key = typeof type === 'string' ? type : '';
    const known = this.rulesByType.get(key);
    if (known) return known;
    const rules = this.rules.filter((rule) => appliesTo(rule, key));
    // Types come from input, so what is remembered of them has a bound.
    if (this.rulesByType.size < 1000) this.rulesByType.set(key, rules);
    return rules;
  }
}
