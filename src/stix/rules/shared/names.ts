/** What the OASIS validator takes for the name of a property: it looks at the beginning only, or at the end. */
export const LAX_NAME = /^[a-z][a-z0-9_]{2}|id$/;

/** §3.8, the part of it that the OASIS validator has as well. */
export const reservedNames = ['severity', 'username', 'action'] as const;

/** The types whose properties the OASIS validator lets be called anything. */
export const typesWithAnyNames: ReadonlySet<unknown> = new Set(['bundle', 'marking-definition']);
