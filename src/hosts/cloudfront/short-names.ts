/** The names of the table's parts in the function, which the compiler gives them there as well. */
export const shortNames: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'pieces',
    'base',
    'sizes',
    'paths',
    'dimensions',
    'captures',
    'rules',
    'errors',
    'releases',
    'instant',
    'whole',
    'fromRelease',
    'common',
    'failed',
    'preflight',
  ].map((name, index) => [name, String.fromCharCode(97 + index)]),
);
