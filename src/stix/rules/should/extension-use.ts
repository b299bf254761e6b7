import { describe } from '../../describe.ts';
import { isObject, members, type Report, rule, type StixObject } from '../rule.ts';
import { eachCustomInnerName, eachCustomName, type Named } from '../shared/custom-names.ts';
import { observableTypes, ofObservables } from '../shared/observables.ts';

interface Found {
  readonly what: string;
  readonly instead: string;
}

/** What makes a custom name known. */
const declaredBy: Readonly<Record<Exclude<Named, 'inner property'>, Declaration>> = {
  type: oneOf('new-sdo', 'new-sco', 'new-sro'),
  property: oneOf('toplevel-property-extension'),
  extension: oneOf('property-extension'),
};

interface Declaration {
  /** The kinds of extension that do, any of them. */
  readonly types: readonly unknown[];
  readonly missing: string;
}

function oneOf(...types: string[]): Declaration {
  return { types, missing: `the object has no extension of type ${types.join(' or ')}` };
}

const inner = ofObservables(observableTypes, (observable, report: Report<Found>) =>
  eachCustomInnerName(observable, (_, name, path) => {
    const what = `The property ${describe(name)} within "${path[0] === 'extensions' ? path[1] : path[0]}"`;
    report(path, { what, instead: 'its place is in an extension of its own' });
  }),
);
const holdsObservables = new Set(inner.types);

export const extensionUse = rule({
  code: 'stix/extension-use',
  level: 'should',
  oasis: ['401', 'extensions-use'],
  section: '§3.2, §7.3, §11',
  message: (v: Found) => `${v.what} is not of STIX 2.1, and ${v.instead}.`,
  help: 'Publish an extension definition (§7.3) that says what the custom content means, and name it in "extensions". Content without one is deprecated, and few can do anything with it.',
  check(object, report) {
    let used: ReadonlySet<unknown> | undefined;
    eachCustomName(object, (named, name, path) => {
      const { types, missing } = declaredBy[named as keyof typeof declaredBy];
      used ??= extensionTypesOf(object);
      if (!types.some((type) => used!.has(type)))
        report(path, { what: `The ${named} ${describe(name)}`, instead: missing });
    });
    if (holdsObservables.has(object.type as string)) inner.check(object, report);
    else if (object.type === 'marking-definition') customMarking(object, report);
  },
});

function extensionTypesOf({ extensions }: StixObject): ReadonlySet<unknown> {
  return new Set(members(extensions).map(([, extension]) => isObject(extension) && extension.extension_type));
}

/** §7.2.1: new kinds of markings are extensions. */
function customMarking({ definition_type: type, extensions }: StixObject, report: Report<Found>): void {
  if (typeof type !== 'string' || type === 'statement' || type === 'tlp' || extensions !== undefined) return;
  const what = `The definition type ${describe(type)}`;
  report(['definition_type'], { what, instead: 'the marking has no extension' });
}
