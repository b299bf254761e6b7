import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';

/** Schemas by their paths below `src/stix/schemas`, such as `sdo/campaign.json`. */
export type Schemas = ReadonlyMap<string, object>;

/** A base for the relative references between the files; it appears nowhere else. */
const BASE = 'stix:/';

/**
 * The text of a module that exports one validating function per schema, as `validators`, by the names of the
 * files without folder and ending. It imports nothing, so that it costs no more than to be read.
 */
export function compileSchemas(schemas: Schemas): string {
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
  ajv.addVocabulary(['x-code', 'x-basis']);
  for (const [path, schema] of schemas) ajv.addSchema(schema, `${BASE}${path}`);
  const types = [...schemas.keys()].filter((path) => path !== 'common.json').sort();
  const names = types.map((path, index) => [`v${index}`, path] as const);
  const code = standalone.default(
    ajv,
    Object.fromEntries(names.map(([name, path]) => [name, `${BASE}${path}`])),
  );
  if (code.includes('require('))
    throw new Error(`A schema needs a part of ajv at run time: ${/require\(([^)]*)/.exec(code)?.[1]}`);
  const entries = names.map(([name, path]) => `  ${JSON.stringify(nameOf(path))}: ${name},`);
  return [
    '// @ts-nocheck',
    '// Made by `npm run schemas` from the JSON Schemas; not to be edited.',
    code.replaceAll(/export const (v\d+) =/g, 'const $1 ='),
    TYPES,
    `export const definedProperties: Readonly<Record<string, readonly string[]>> = ${JSON.stringify(definedProperties(schemas))};`,
    `export const validators: Readonly<Record<string, Validate>> = {\n${entries.join('\n')}\n};\n`,
  ].join('\n');
}

interface ObjectSchema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** The properties of every type, its own and those that it shares with its kind. */
function definedProperties(schemas: Schemas): Record<string, readonly string[]> {
  const { $defs } = schemas.get('common.json') as { $defs: Readonly<Record<string, ObjectSchema>> };
  const shared = ({ $ref = '' }: ObjectSchema) => $defs[$ref.replace(/^.*\//, '')]?.properties ?? {};
  return Object.fromEntries(
    [...schemas]
      .filter(([path]) => path !== 'common.json')
      .map(([path, schema]: [string, ObjectSchema]) => [
        nameOf(path),
        Object.keys({ ...shared(schema), ...schema.properties }),
      ]),
  );
}

/** What the module says of itself: the part of ajv's types that is used here. */
const TYPES = `
export interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly propertyName?: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly parentSchema: { readonly description?: string; readonly 'x-code'?: string; readonly 'x-basis'?: 'text' | 'oasis' };
  readonly data: unknown;
}
export type Validate = ((data: unknown) => boolean) & { readonly errors?: readonly SchemaError[] | null };`;

function nameOf(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.json$/, '');
}
