import type { Finding } from '../stix/finding.ts';
import type { SourceObject } from './source-object.ts';

/** Looks at every object that is read, once for each different text. */
export interface Inspector {
  /**
   * @param value the parsed object
   * @param object left out where the object cannot be published, whatever the findings are
   * @returns everything that is wrong with it
   */
  inspect(value: unknown, object?: SourceObject): readonly Finding[];
}
