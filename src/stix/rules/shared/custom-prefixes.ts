import type { Report, StixObject } from '../rule.ts';
import { eachCustomInnerName, eachCustomName, type Named } from './custom-names.ts';
import { observableTypes, ofObservables } from './observables.ts';

/** A custom name that does not say that it is one. */
export interface Unprefixed {
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

/**
 * A check that reports every custom name of an object that does not begin with "x-" or "x_", or is not fit otherwise.
 * @param isFit takes what is left of a name without its "x-" or "x_" and its end
 */
export function unlessPrefixed(isFit: (name: string, gap: string) => boolean) {
  const isNamedSo = (named: Named, name: string) => {
    const [gap, end] = forms[named];
    return (
      name.startsWith(`x${gap}`) && name.endsWith(end) && isFit(name.slice(2, name.length - end.length), gap)
    );
  };
  const inner = ofObservables<Unprefixed>(observableTypes, (observable, report) =>
    eachCustomInnerName(observable, (named, name, path) => {
      if (!isNamedSo(named, name)) report(path, { named, name });
    }),
  );
  const holdsObservables = new Set(inner.types);
  return (object: StixObject, report: Report<Unprefixed>): void => {
    eachCustomName(object, (named, name, path) => {
      if (!isNamedSo(named, name)) report(path, { named, name });
    });
    if (holdsObservables.has(object.type as string)) inner.check(object, report);
  };
}

/** @param source who made the name, with what parts it from the rest */
export function exampleOf({ named }: Unprefixed, source: string): string {
  const [gap, end] = forms[named];
  return `x_${source}name`.replaceAll('_', gap) + end;
}
