import { type Diagnostic, diagnose } from '../../diagnostics/diagnostic.ts';
import type { SourceObject } from '../../release/source-object.ts';
import { checkTlp, type TlpFault, type TlpPolicy } from '../../stix/collection/check-tlp.ts';
import { type ObjectLinks, pathToReference } from '../../stix/collection/links.ts';
import { isAbove } from '../../stix/collection/tlp.ts';
import type { Judge } from './judge.ts';
import type { Workspace } from './workspace.ts';

/**
 * Keeps out of a collection what its policy does not let in.
 * @param held the object versions that the site holds or will hold, those of the working tree last
 */
export function checkPolicy(
  workspace: Workspace,
  judge: Judge,
  held: readonly SourceObject[],
  policy: TlpPolicy | undefined,
): void {
  if (!policy) return;
  const objects = distinct(held);
  const markings = markingsAmong(objects, judge);
  for (const object of objects)
    for (const fault of checkTlp(judge.linksOf(object), policy, (id) => markings.get(id)))
      workspace.report(toDiagnostic(workspace, object, fault, policy));
}

/** Of two texts of one version the last counts: in the working tree it can be mended. */
function distinct(objects: readonly SourceObject[]): SourceObject[] {
  return [...new Map(objects.map((object) => [`${object.id} ${object.objectVersion}`, object])).values()];
}

/** Of several versions of a marking definition the strictest counts. */
function markingsAmong(objects: readonly SourceObject[], judge: Judge): Map<string, ObjectLinks> {
  const markings = new Map<string, ObjectLinks>();
  for (const object of objects) {
    const links = judge.linksOf(object);
    if (links.tlp === undefined) continue;
    const known = markings.get(object.id)?.tlp;
    if (known === undefined || known === 'none' || (links.tlp !== 'none' && isAbove(links.tlp, known)))
      markings.set(object.id, links);
  }
  return markings;
}

function toDiagnostic(
  workspace: Workspace,
  object: SourceObject,
  fault: TlpFault,
  { tlp: highest }: TlpPolicy,
): Diagnostic {
  const path = fault.code === 'policy/no-marking' ? [] : pathToReference(parse(workspace, object), fault.by);
  const where = { at: workspace.place(object, { path }), object: { id: object.id, type: object.type } };
  const { id } = object;
  if (fault.code === 'policy/no-marking') return diagnose(fault.code, { id }, where);
  if (fault.code === 'policy/unknown-marking') return diagnose(fault.code, { id, by: fault.by }, where);
  return diagnose(fault.code, { id, level: fault.level, by: fault.by, highest }, where);
}

function parse(workspace: Workspace, object: SourceObject): unknown {
  return JSON.parse(new TextDecoder().decode(workspace.read(object.text)));
}
