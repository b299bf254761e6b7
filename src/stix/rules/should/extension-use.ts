import { describe } from '../../describe.ts';
import { isObject, type Report, rule, type StixObject } from '../rule.ts';
import { eachCustomInnerName, eachCustomName, type Named } from '../shared/custom-names.ts';
import { observableTypes, ofObservables } from '../shared/observables.ts';

interface Found {
  readonly named: string;
  readonly name: string;
  /** The structure or the extension that has it, where the object itself has not. */
  readonly within?: unknown;
  readonly instead: string;
}

/** What makes a custom name known: kinds of extension, any of them. */
const declaredBy: Readonly<Record<Exclude<Named, 'inner property'>, readonly unknown[]>> = {
  type: ['new-sdo', 'new-sco', 'new-sro'],
  property: ['toplevel-property-extension'],
  extension: ['property-extension'],
};

const inner = ofObservables(observableTypes, (observable, report: Report<Found>) =>
  eachCustomInnerName(observable, (_, name, path) => {
    const within = path[0] === 'extensions' ? path[1] : path[0];
    report(path, { named: 'property', name, within, instead: 'its place is in an extension of its own' });
  }),
);
const holdsObservables = new Set(inner.types);

export const extensionUse = rule({
  code: 'stix/extension-use',
  level: 'should',
  oasis: ['401', 'extensions-use'],
  section: '§3.2, §7.3, §11',
  message: ({ named, name, within, instead }: Found) =>
    `The ${named} ${describe(name)}${within === undefined ? '' : ` within "${within}"`} is not of STIX 2.1, and ${instead}.`,
  help: 'Publish an extension definition (§7.3) that says what the custom content means, and name it in "extensions". Content without one is deprecated, and few can do anything with it.',
  check(object, report) {
    const isDeclared: Partial<Record<Named, boolean>> = {};
    eachCustomName(object, (named, name, path) => {
      const types = declaredBy[named as keyof typeof declaredBy];
      isDeclared[named] ??= hasExtension(object, types);
      if (isDeclared[named]) return;
      report(path, { named, name, instead: `the object has no extension of type ${types.join(' or ')}` });
    });
    if (holdsObservables.has(object.type as string)) inner.check(object, report);
    else if (object.type === 'marking-definition') customMarking(object, report);
  },
});

function hasExtension({ extensions }: StixObject, types: readonly unknown[]): boolean {
  if (!isObject(extensions)) return false;
  return Object.values(extensions).some(
    (extension) => isObject(extension) && types.includes(extension.extension_type),
  );
}

/** §7.2.1: new kinds of markings are extensions. */
function customMarking({ definition_type: type, extensions }: StixObject, report: Report<Found>): void {
  if (typeof type !== 'string' || type === 'statement' || type === 'tlp' || extensions !== undefined) return;
  const instead = 'the marking has no extension';
  report(['definition_type'], { named: 'definition type', name: type, instead });
}
