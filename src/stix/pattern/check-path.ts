import { kindOf } from '../kinds.ts';
import type { ObjectPath, PathStep, Span } from './ast.ts';
import { show } from './fault.ts';
import type { PatternContext, Report } from './finding.ts';

/** §9.7 and §3.1: what an object path may name. */
export function checkPath(path: ObjectPath, context: PatternContext, report: Report): void {
  checkType(path, report);
  checkProperty(path, context, report);
  let isInHashes = false;
  for (const [place, step] of path.steps.entries()) {
    if (step.kind === 'index') checkIndex(step, isInHashes, report);
    else if (step.kind === 'key' && place > 0) checkKey(step, report);
    isInHashes ||= step.kind === 'key' && step.name === 'hashes';
  }
}

function checkType({ type, start }: ObjectPath, report: Report): void {
  const kind = kindOf(type);
  if (kind === 'sco') return;
  const at: Span = { start, end: start + type.length };
  if (kind !== 'custom')
    report('observable-type', at, show(type), 'a type of cyber-observable object, such as file or ipv4-addr');
  else if (!/^[a-z0-9-]{3,250}$/.test(type) || type.includes('--'))
    report('type-name', at, show(type), 'an object type of 3 to 250 of a–z, 0–9 and single hyphens');
}

function checkProperty({ type, steps }: ObjectPath, context: PatternContext, report: Report): void {
  const step = steps[0]!;
  // §3.2: every object has an id, whose name is shorter than §3.1 lets names be
  if (step.kind !== 'key' || step.name === 'id') return;
  const known = context.propertiesOf?.(type);
  if (known?.has(step.name)) return;
  if (!/^[a-z0-9_]{3,250}$/.test(step.name))
    report('property-name', step, show(step.name), 'a property of 3 to 250 of a–z, 0–9 and "_"');
  else if (known) report('known-property', step, show(step.name), `a property of ${type}`);
}

function checkIndex(step: PathStep & { kind: 'index' }, isInHashes: boolean, report: Report): void {
  if (step.index.startsWith('-')) report('list-index', step, step.index, 'an index from 0 on, or "*"');
  if (isInHashes)
    report('index-on-hashes', step, `[${step.index}]`, 'the name of a hash algorithm, such as .MD5');
}

function checkKey(step: PathStep & { kind: 'key' }, report: Report): void {
  if (!/^[a-zA-Z0-9_.-]{1,250}$/.test(step.name))
    report('key-name', step, show(step.name), '1 to 250 of a–z, A–Z, 0–9, "-", "_" and "."');
}
