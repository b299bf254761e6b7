import { describe } from '../../describe.ts';
import { isObject, type Path, type StixObject } from '../rule.ts';
import { observableRule, observableTypes } from '../shared/observables.ts';

/** Dictionaries whose keys are names that are written as they are known. */
const caseMatters = new Set([
  'additional_header_fields',
  'document_info_dict',
  'environment_variables',
  'exif_tags',
  'file_header_hashes',
  'hashes',
  'ipfix',
  'options',
  'request_header',
  'startup_info',
]);

/** Deeper than this no dictionary of the standard is, nor is anyone else's looked at. */
const DEEPEST = 50;

export const observableDictionaryKey = observableRule({
  code: 'stix/observable-dictionary-key',
  level: 'should',
  oasis: ['142', 'observable-dictionary-keys'],
  section: '§2.3',
  message: (v: { key: string }) =>
    `The key ${describe(v.key)} has upper-case letters, where lower case is expected.`,
  help: 'Write the keys of dictionaries in lower case, but for names that are known otherwise, such as those of hash algorithms.',
  types: observableTypes,
  check: (observable, report) => {
    const visit = (dictionary: StixObject, path: Path): void => {
      for (const key in dictionary) {
        // The properties of the object itself have a rule of their own
        if (path.length > 0 && /[A-Z]/.test(key)) report([...path, key], { key });
        const value = dictionary[key];
        if (typeof value === 'object' && isObject(value) && !caseMatters.has(key) && path.length < DEEPEST)
          visit(value, [...path, key]);
      }
    };
    visit(observable, []);
  },
});
