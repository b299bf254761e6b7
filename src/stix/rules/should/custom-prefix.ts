import { describe } from '../../describe.ts';
import { rule } from '../rule.ts';
import { eachCustomInnerName, eachCustomName, type Named } from '../shared/custom-names.ts';
import { observableTypes, ofObservables } from '../shared/observables.ts';

interface Found {
  readonly named: Named;
  readonly name: string;
}

/** By what the words of each kind of name are parted, and how it ends. */
const forms: Readonly<Record<Named, readonly [gap: string, end: string]>> = {
  type: ['-', ''],
  property: ['_', ''],
  'inner property': ['_', ''],
  extension: ['-', '-ext'],
};

export const customPrefix = rule({
  code: 'stix/custom-prefix',
  level: 'should',
  oasis: ['101', 'custom-prefix'],
  section: '§11.1.1, §11.2.1, §11.3.1',
  message: (v: Found) =>
    `The ${v.named} ${describe(v.name)} is custom, but not called after its source, such as ${example(v, 'example_com_')}.`,
  help: 'Begin the name with "x" and a name of your own, such as your domain, so that it is nobody else\'s; or declare it by an extension definition (§7.3).',
  byDefault: 'off',
  check: unless((name, gap) => {
    const next = name.indexOf(gap, 1);
    return next > 0 && next < name.length - 1;
  }),
});

export const customPrefixLax = rule({
  code: 'stix/custom-prefix-lax',
  level: 'should',
  oasis: ['102', 'custom-prefix-lax'],
  section: '§11.1.1, §11.2.1, §11.3.1',
  message: (v: Found) =>
    `The ${v.named} ${describe(v.name)} is custom, but not called so, such as ${example(v, '')}.`,
  help: 'Begin the name with "x", so that no later version of STIX gives it a meaning; or declare it by an extension definition (§7.3).',
  byDefault: 'off',
  check: unless((name) => name !== ''),
});

/** @param isFit takes what is left of a name without its "x-" or "x_" and its end */
function unless(isFit: (name: string, gap: string) => boolean) {
  const isNamedSo = (named: Named, name: string) => {
    const [gap, end] = forms[named];
    return (
      name.startsWith(`x${gap}`) && name.endsWith(end) && isFit(name.slice(2, name.length - end.length), gap)
    );
  };
  const inner = ofObservables<Found>(observableTypes, (observable, report) =>
    eachCustomInnerName(observable, (named, name, path) => {
      if (!isNamedSo(named, name)) report(path, { named, name });
    }),
  );
  const holdsObservables = new Set(inner.types);
  return ((object, report) => {
    eachCustomName(object, (named, name, path) => {
      if (!isNamedSo(named, name)) report(path, { named, name });
    });
    if (holdsObservables.has(object.type as string)) inner.check(object, report);
  }) satisfies typeof inner.check;
}

function example({ named }: Found, source: string): string {
  const [gap, end] = forms[named];
  return `x_${source}name`.replaceAll('_', gap) + end;
}
