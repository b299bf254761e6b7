/** What identifiers, types and names of views look like in a request, as regular expressions (RE2). */

export const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
/** The object types that level 2 has views of; others occur in custom objects at most. */
export const TYPE = '[a-z0-9][a-z0-9_-]*';
export const OBJECT_ID = `${TYPE}--${UUID.replaceAll('a-f', 'a-fA-F')}`;
export const VIEW = `last|first|all|t-${TYPE}`;
