import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiRootSchema, collectionSchema, siteSchema } from '../config/schemas.ts';
import { compileSchemas, type Schemas, schemaName } from '../json/compile-schemas.ts';
import { compileCloudFront } from './compile-cloudfront.ts';
import { compileEdge } from './compile-edge.ts';
import { compileNjs } from './compile-njs.ts';

/** `npm run schemas`: turns JSON Schemas into code ahead of time. What it writes is not committed. */

const src = join(import.meta.dirname, '..');
const folder = join(src, 'stix/schemas');
const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.replaceAll('\\', '/'))
  .sort();
const texts = new Map(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
const stix: Schemas = new Map([...texts].map(([path, text]) => [path, JSON.parse(text)]));
const config: Schemas = new Map(
  Object.entries({ site: siteSchema, 'api-root': apiRootSchema, collection: collectionSchema }),
);

interface ObjectSchema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** The properties of every type, its own and those that it shares with its kind. */
function definedProperties(): Record<string, readonly string[]> {
  const { $defs } = stix.get('common.json') as { $defs: Readonly<Record<string, ObjectSchema>> };
  const shared = ({ $ref = '' }: ObjectSchema) => $defs[$ref.replace(/^.*\//, '')]?.properties ?? {};
  const types = [...stix].filter(([path]) => path !== 'common.json') as [string, ObjectSchema][];
  return Object.fromEntries(
    types.map(([path, schema]) => [
      schemaName(path),
      Object.keys({ ...shared(schema), ...schema.properties }),
    ]),
  );
}

/** What an object of each schema is called in a sentence. */
function typeNames(): Record<string, string> {
  const described = [...stix] as [string, { readonly description?: string }][];
  return Object.fromEntries(
    described.flatMap(([path, { description }]) =>
      description && path !== 'common.json' ? [[schemaName(path), description.replace(/ with .*/, '')]] : [],
    ),
  );
}

const HEAD = '// Made by `npm run schemas` from JSON Schemas; not to be edited.\n';

writeFileSync(
  join(folder, 'compiled.ts'),
  `${compileSchemas(stix, '../../json/schema.ts')}
export const definedProperties: Readonly<Record<string, readonly string[]>> = ${JSON.stringify(definedProperties())};
export const typeNames: Readonly<Record<string, string>> = ${JSON.stringify(typeNames())};
`,
);
writeFileSync(
  join(folder, 'compiled-texts.ts'),
  `${HEAD}/** The schemas as they are written, by their paths. */
export const schemaTexts: Readonly<Record<string, string>> = ${JSON.stringify(Object.fromEntries(texts), null, 1)};
`,
);
writeFileSync(join(src, 'config/compiled.ts'), compileSchemas(config, '../json/schema.ts'));
compileEdge();
compileCloudFront();
compileNjs();
