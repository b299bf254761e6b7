import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';

/** JSON Schemas (2020-12) by their paths; references between them are relative. */
export type Schemas = ReadonlyMap<string, object>;

/** A base for the relative references; it appears nowhere else. */
const BASE = 'schema:/';

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
    code.replaceAll(/export const (v\d+) =/g, 'const $1 ='),
    `export const validators: Readonly<Record<string, Validate>> = {\n${entries.join('\n')}\n};\n`,
  ].join('\n');
}

/** The name of a schema: that of its file. */
export function schemaName(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.json$/, '');
}
