import { describe } from '../../describe.ts';
import { isObject, rule } from '../rule.ts';
import { externalReferences } from '../shared/external-references.ts';
import { withContained } from '../shared/observables.ts';
import { isUri } from '../shared/uri.ts';

/** The properties of §6 that hold a URL, by their types. */
const ofObservables: ReadonlyMap<unknown, string> = new Map([
  ['artifact', 'url'],
  ['url', 'value'],
]);

export const url = rule({
  code: 'stix/url',
  level: 'must',
  section: '§2.5.1, §6.1.1, §6.15.1',
  message: (v: { place: string; found: string }) =>
    `"${v.place}" is ${describe(v.found)}, but must be a URL with its scheme, such as https://example.com/ (RFC 3986).`,
  help: 'Percent-encode what RFC 3986 does not allow in a URL, blanks and letters beyond ASCII above all; see that no blank has slipped in at the end.',
  check: withContained((object, report) => {
    const name = ofObservables.get(object.type);
    if (name !== undefined) {
      const found = object[name];
      if (typeof found === 'string' && !isUri(found)) report([name], { place: name, found });
    }
    for (const [index, reference] of externalReferences(object).entries()) {
      const found = isObject(reference) ? reference.url : undefined;
      if (typeof found === 'string' && !isUri(found))
        report(['external_references', index, 'url'], { place: `external_references.${index}.url`, found });
    }
  }),
});
