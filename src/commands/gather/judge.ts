import type { ValidationConfig } from '../../config/validation.ts';
import { compareInstants } from '../../json/instant.ts';
import type { Inspector } from '../../release/inspector.ts';
import type { ReadText, SourceObject } from '../../release/source-object.ts';
import { checkReferences } from '../../stix/collection/check-references.ts';
import { checkNextVersion } from '../../stix/collection/check-versions.ts';
import { linksOf, type ObjectLinks, pathToReference } from '../../stix/collection/links.ts';
import { danglingReference, revokedReference } from '../../stix/collection/rules.ts';
import type { Fault } from '../../stix/fault.ts';
import { type Finding, LateFinding } from '../../stix/finding.ts';
import { UNVERSIONED } from '../../stix/object.ts';
import { type FaultKind, isObject } from '../../stix/rules/rule.ts';
import { type Setting, severityOf } from '../../stix/settings.ts';
import { Validator } from '../../stix/validator.ts';

const decoder = new TextDecoder();

/** A finding and the object version that it is about. */
export interface Charge {
  readonly object: SourceObject;
  readonly finding: Finding;
}

/** The objects that were judged together: those of a release, or of the working tree. */
export interface Batch {
  /** The version of the release; undefined for the working tree. */
  readonly release: string | undefined;
  /** With severity `error`: what a build stops for where it is enforced. One for each object that has it. */
  readonly errors: Charge[];
  /** Each text's warnings once, in the first batch that holds it. */
  readonly warnings: Charge[];
}

/**
 * Judges the objects of one collection: each alone when it is read, and together when a release, or the working
 * tree, has been read as a whole.
 */
export class Judge implements Inspector {
  readonly batches: Batch[] = [];
  private readonly config: ValidationConfig;
  private readonly read: ReadText;
  private readonly isTree: boolean;
  private readonly validator: Validator;
  private readonly findings = new Map<string, readonly Finding[]>();
  private readonly links = new Map<string, ObjectLinks>();
  private readonly texts = new Map<string, string>();
  private readonly newest = new Map<string, SourceObject>();
  private readonly warned = new Set<string>();

  /** @param read gives the text of an object that was read before */
  constructor(config: ValidationConfig, source: 'working-tree' | 'snapshots', read: ReadText) {
    this.read = read;
    this.config = config;
    this.isTree = source === 'working-tree';
    this.validator = new Validator(config.rules);
  }

  inspect(value: unknown, object?: SourceObject): readonly Finding[] {
    const found = this.validator.validate(value);
    if (!object || !isObject(value)) return found;
    if (found.length > 0) this.findings.set(object.digest, found);
    this.links.set(object.digest, linksOf(value, this.intern));
    return found;
  }

  /** What an object that was read refers to. */
  linksOf(object: SourceObject): ObjectLinks {
    return this.links.get(object.digest)!;
  }

  /**
   * Judges objects together.
   * @param objects in the order of their batch; batches come in the order of time
   * @param isWhole true where they are all that the collection then holds
   */
  add(release: string | undefined, objects: readonly SourceObject[], isWhole: boolean): void {
    const batch: Batch = { release, errors: [], warnings: [] };
    for (const object of objects) {
      const isNew = !this.warned.has(object.digest);
      for (const finding of this.findings.get(object.digest) ?? []) charge(batch, object, finding, isNew);
      this.warned.add(object.digest);
    }
    for (const { object, finding } of this.checkVersions(objects)) charge(batch, object, finding, true);
    if (isWhole)
      for (const { object, finding } of this.checkReferences(objects)) charge(batch, object, finding, true);
    this.batches.push(batch);
  }

  private checkVersions(objects: readonly SourceObject[]): Charge[] {
    const versions = objects.filter(({ objectVersion }) => objectVersion !== UNVERSIONED);
    // Several versions of one object may stand in any order.
    if (new Set(versions.map(({ id }) => id)).size < versions.length)
      versions.sort((a, b) => compareInstants(a.objectVersion, b.objectVersion));
    return versions.flatMap((object) => {
      const former = this.newest.get(object.id);
      if (former && compareInstants(object.objectVersion, former.objectVersion) <= 0) return [];
      this.newest.set(object.id, object);
      if (!former) return [];
      const faults = checkNextVersion(this.linked(former), this.linked(object));
      return this.weigh(object, faults, this.isTree ? 'error' : 'warning');
    });
  }

  private linked(object: SourceObject) {
    return { objectVersion: object.objectVersion, links: this.linksOf(object) };
  }

  private checkReferences(objects: readonly SourceObject[]): Charge[] {
    const present = new Map<string, SourceObject>();
    for (const object of objects) {
      const other = present.get(object.id);
      if (!other || compareInstants(other.objectVersion, object.objectVersion) < 0)
        present.set(object.id, object);
    }
    const find = (id: string) => {
      const object = present.get(id);
      return object && this.linksOf(object);
    };
    return [...present.values()].flatMap((object) => {
      const { dangling, revoked } = checkReferences(this.linksOf(object), find);
      return [
        ...this.weigh(object, this.faultsOf(danglingReference, dangling, object), this.config.references),
        ...this.weigh(object, this.faultsOf(revokedReference, revoked, object), 'warning'),
      ];
    });
  }

  /** @param otherwise what a fault counts for that no setting names */
  private weigh(object: SourceObject, faults: readonly Fault[], otherwise: Setting): Charge[] {
    return faults.flatMap(({ kind, basis, message, path }) => {
      const severity = severityOf(kind, basis, this.config.rules, otherwise);
      if (severity === 'off') return [];
      return [{ object, finding: new LateFinding(kind, basis, severity, message, path) }];
    });
  }

  /** Reads the object again to say where it refers: few have such a fault, and their values are not kept. */
  private faultsOf(
    kind: FaultKind<{ to: string }>,
    targets: readonly string[],
    object: SourceObject,
  ): Fault[] {
    if (targets.length === 0) return [];
    const value: unknown = JSON.parse(decoder.decode(this.read(object.text)));
    return targets.map((to) => {
      const path = pathToReference(value, to);
      return { kind, basis: 'both', message: kind.message({ to }), path };
    });
  }

  private readonly intern = (text: string): string => {
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    this.texts.set(text, text);
    return text;
  };
}

function charge(batch: Batch, object: SourceObject, finding: Finding, isNew: boolean): void {
  if (finding.severity === 'error') batch.errors.push({ object, finding });
  else if (isNew) batch.warnings.push({ object, finding });
}
