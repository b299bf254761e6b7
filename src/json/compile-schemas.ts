import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';

/** JSON Schemas (2020-12) by their paths; references between them are relative. */
export type Schemas = ReadonlyMap<string, object>;

/** A base for the relative references; it appears nowhere else. */
const BASE = 'schema:/';

/** Longer names are cut in the paths of errors, so that they are longer than this by one. */
const LONGEST_STEP = 300;

/**
 * The text of a module that exports a validating function for each schema but `common.json`, as `validators`, by
 * the names of the files without folder and ending. It imports nothing but types, so that it costs no more than
 * to be read.
 * @param types where `SchemaError` and `Validate` are, from the module
 * @throws Error where a schema is wrong, or needs a part of ajv at run time
 */
export function compileSchemas(schemas: Schemas, types: string): string {
  const ajv = new Ajv2020({
    strict: true,
    // "required" stands beside "$ref" here, which ajv does not look into
    strictRequired: false,
    allowUnionTypes: true,
    allErrors: true,
    // An error brings its node of the schema, and so what to say
    verbose: true,
    messages: false,
    code: { source: true, esm: true },
  });
  ajv.addVocabulary(['x-code', 'x-basis', 'x-basis-contained']);
  for (const [path, schema] of schemas) ajv.addSchema(schema, `${BASE}${path}`);
  const paths = [...schemas.keys()].filter((path) => path !== 'common.json').sort();
  const exported = Object.fromEntries(paths.map((path, index) => [`v${index}`, `${BASE}${path}`]));
  const code = standalone.default(ajv, exported);
  const required = /require\(([^)]*)\)/.exec(code)?.[1];
  if (required) throw new Error(`a schema needs ${required} at run time; say it with a pattern`);
  const entries = paths.map((path, index) => `  ${JSON.stringify(schemaName(path))}: v${index},`);
  return [
    '// @ts-nocheck',
    '// Made by `npm run schemas` from JSON Schemas; not to be edited.',
    `import type { Validate } from '${types}';`,
    bounded(code.replaceAll(/export const (v\d+) =/g, 'const $1 =')),
    BOUNDS,
    `export const validators: Readonly<Record<string, Validate>> = {\n${entries.join('\n')}\n};\n`,
  ].join('\n');
}

/**
 * With a bound on the errors that are kept and on the names that they hold. As ajv writes it, the code copies all
 * errors that it has when it finds another one in an element of a list, and so takes quadratic time, or all memory.
 */
function bounded(code: string): string {
  const bounds: readonly (readonly [RegExp, string])[] = [
    [
      /else \{\s*vErrors\.push\((err\d+)\);\s*\}\s*errors\+\+;/g,
      'else if(hasRoom(vErrors, $1)){vErrors.push($1);}errors = vErrors.length;',
    ],
    [/vErrors === null \? (\w+)\.errors : vErrors\.concat\(\1\.errors\)/g, 'joined(vErrors, $1.errors)'],
    [/(\w+)\.replace\(\/~\/g, "~0"\)\.replace\(\/\\\/\/g, "~1"\)/g, 'step($1)'],
  ];
  const text = bounds.reduce((made, [pattern, replacement]) => made.replaceAll(pattern, replacement), code);
  const rest = /\.concat\(|errors\+\+|"~1"/.exec(text)?.[0];
  if (rest) throw new Error(`ajv writes ${rest} in another way than it did`);
  return text;
}

/** Of errors that no verdict depends on, fewer are kept, so that they never keep out the others. */
const BOUNDS = `
function hasRoom(errors, {parentSchema}) {
  if (parentSchema === undefined) return true;
  const isLight = parentSchema["x-basis"] === "text" || parentSchema["x-basis-contained"] !== undefined;
  return errors.length < (isLight ? 5000 : 10000);
}
function joined(errors, more) {
  if (errors === null) return more;
  for (const error of more) if (hasRoom(errors, error)) errors.push(error);
  return errors;
}
function step(name) {
  return (name.length > ${LONGEST_STEP} ? name.slice(0, ${LONGEST_STEP} + 1) : name).replace(/~/g, "~0").replace(/\\//g, "~1");
}
`;

/** The name of a schema: that of its file. */
export function schemaName(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.json$/, '');
}
