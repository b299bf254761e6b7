import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileSchemas } from '../stix/schemas/compile.ts';

/** `npm run schemas`: compiles the JSON Schemas of src/stix/schemas into src/stix/schemas/compiled.ts. */

const stix = join(import.meta.dirname, '../stix');
const folder = join(stix, 'schemas');
const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.json'),
);
const schemas = new Map(
  paths
    .sort()
    .map((path) => [path.replaceAll('\\', '/'), JSON.parse(readFileSync(join(folder, path), 'utf8'))]),
);
writeFileSync(join(folder, 'compiled.ts'), compileSchemas(schemas));
