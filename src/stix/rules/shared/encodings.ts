/** The properties of §6 that name the character set of another, by their types. */
export const encodings: ReadonlyMap<string, string> = new Map([
  ['directory', 'path_enc'],
  ['file', 'name_enc'],
]);
