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

/** Of one kind, a value has so many findings at most; after the last one, no more are told. */
const MOST_OF_A_KIND = 1000;
/** Longer names no path goes through: it ends at what holds them. */
const LONGEST_STEP = 300;
/** Longer types no rule is written for. */
const LONGEST_TYPE = 250;

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
  private findings: LateFinding[] = [];
  /** How many there are of each kind, once there are many, and the last of each. */
  private counts: Counts | undefined;
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
    const findings: LateFinding[] = [];
    this.findings = findings;
    this.counts = undefined;
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
    this.counts = undefined;
    this.bundle = undefined;
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
    const long = full.findIndex((step) => typeof step === 'string' && step.length > LONGEST_STEP);
    const finding = new LateFinding(
      kind,
      basis,
      severity,
      values,
      long === -1 ? full : full.slice(0, long),
      offset,
    );
    if (this.findings.length >= MOST_OF_A_KIND) {
      this.counts ??= countsOf(this.findings);
      if (!hasRoom(this.counts, finding)) return;
    }
    this.findings.push(finding);
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
    if (this.rulesByType.size < 1000 && key.length <= LONGEST_TYPE) this.rulesByType.set(key, rules);
    return rules;
  }
}

/** Of each kind by basis: findings on which a verdict depends never give way to others. */
type Counts = Map<FaultKind<never>, { [basis in Basis]?: { count: number; last: LateFinding } }>;

function countsOf(findings: readonly LateFinding[]): Counts {
  const counts: Counts = new Map();
  for (const finding of findings) hasRoom(counts, finding);
  return counts;
}

/** Counts a finding, unless there are so many that it is left out; then the last one says so. */
function hasRoom(counts: Counts, finding: LateFinding): boolean {
  const { kind, basis } = finding;
  const known = counts.get(kind) ?? {};
  counts.set(kind, known);
  const count = known[basis]?.count ?? 0;
  if (count === MOST_OF_A_KIND) known[basis]!.last.isCut = true;
  else known[basis] = { count: count + 1, last: finding };
  return count < MOST_OF_A_KIND;
}
