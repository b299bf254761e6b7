/** The language of nginx's configuration: every text that comes from elsewhere goes through `quote`. */

/** A word of the configuration. Variables stand in it as they are, so what is no variable must hold no "$". */
export function quote(text: string): string {
  return `"${text.replace(/\\(?=["\\'trn]|$)|"/g, (character) => `\\${character}`)}"`;
}

export interface MapEntry {
  readonly key: string;
  /** A regular expression, and whether case counts in it. */
  readonly regex?: 'exact-case' | 'any-case';
  readonly value: string;
}

export function printMap(
  source: string,
  variable: string,
  entries: readonly MapEntry[],
  { otherwise = '', isVolatile = false } = {},
): string {
  const lines = entries.map(({ key, regex, value }) => {
    const mark = regex === 'any-case' ? '~*' : regex ? '~' : '';
    return `  ${quote(mark + (mark ? key : escapeKey(key)))} ${quote(value)};`;
  });
  return [
    `map ${quote(source)} $${variable} {`,
    ...(isVolatile ? ['  volatile;'] : []),
    `  default ${quote(otherwise)};`,
    ...lines,
    '}',
    '',
  ].join('\n');
}

// A plain key that is a word of the map's own language, or looks like an expression.
function escapeKey(key: string): string {
  return /^(?:default|hostnames|include|volatile|~)/.test(key) ? `\\${key}` : key;
}

/** Gives the groups of an expression names, which become variables; the others must be of the form `(?:`. */
export function nameGroups(regex: string, names: readonly string[]): string {
  let index = 0;
  return regex.replace(/\\.|\[(?:\\.|[^\]])*\]|\((?!\?)/g, (part) => {
    if (part !== '(') return part;
    const name = names[index++];
    if (name === undefined) throw new Error(`a group without a name in ${regex}`);
    return `(?<${name}>`;
  });
}

/** A variable whose name something else may follow. */
export function variable(name: string): string {
  return `\${${name}}`;
}
