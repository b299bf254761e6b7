import { describe } from './describe.ts';
import { type Finding, LateFinding } from './finding.ts';
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
  // What is judged now. Kept here and not in closures, of which there would be one per rule and object.
  private findings: Finding[] = [];
  private base: Path = [];
  private bundle: StixObject | undefined;
  private rule: FaultKind<never> = notAnObject;

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
    this.findings = findings;
    this.base = [];
    this.bundle = undefined;
    this.judge(value);
    if (isObject(value) && value.type === 'bundle') {
      this.bundle = value;
      for (const [index, object] of elements(value.objects).entries()) {
        this.base = ['objects', index];
        this.judge(object);
      }
    }
    this.findings = [];
    return findings;
  }

  private judge(value: unknown): void {
    if (!isObject(value)) {
      this.add(notAnObject, 'both', { found: describe(value) }, []);
      return;
    }
    for (const { kind, basis, message, path } of checkSchema(value, this.bundle))
      this.add(kind, basis, message, path);
    if (value.type === 'indicator')
      for (const { kind, basis, message, path, offset } of checkIndicator(value))
        this.add(kind, basis, message, path, offset);
    for (const rule of this.rulesFor(value.type)) {
      this.rule = rule;
      rule.check(value, this.report);
    }
  }

  private readonly report = (path: Path, values: unknown): void =>
    this.add(this.rule, this.rule.basis ?? 'both', values, path);

  private add(kind: FaultKind<never>, basis: Basis, values: unknown, path: Path, offset?: number): void {
    const severity = this.severity(kind, basis);
    if (severity === 'off') return;
    const full = this.base.length > 0 ? [...this.base, ...path] : path;
    this.findings.push(new LateFinding(kind, basis, severity, values, full, offset));
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
