import { typeOfIdentifier } from './identifier.ts';

/** What the rest of the program needs to know of a STIX object; its content stays text. */
export interface ObjectFacts {
  readonly id: string;
  readonly type: string;
  readonly objectVersion: string;
  readonly name: string | undefined;
}

/**
 * The version of an object with neither `modified` nor `created`, as SCOs are. TAXII 2.1 §3.4.1 and §5.3.1
 * ask for a value that is consistent to the server, in the form of a timestamp.
 */
export const UNVERSIONED = '1970-01-01T00:00:00.000Z';

/** The facts of an object that `checkObject` has found sound. */
export function factsOf(object: Readonly<Record<string, unknown>>): ObjectFacts {
  const id = object.id as string;
  return {
    id,
    type: typeOfIdentifier(id),
    objectVersion: text(object.modified) ?? text(object.created) ?? UNVERSIONED,
    name: text(object.name),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
