import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { kindOf } from '../../src/stix/kinds.ts';
import { validators } from '../../src/stix/schemas/compiled.ts';
import { schemaTexts } from '../../src/stix/schemas/compiled-texts.ts';
import { schemaFaults } from '../../src/stix/schemas/faults.ts';

const folder = join(import.meta.dirname, '../../src/stix/schemas');
const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.replaceAll('\\', '/'));
const schemas = paths.map((path) => [path, JSON.parse(readFileSync(join(folder, path), 'utf8'))] as const);

type Node = Readonly<Record<string, unknown>>;

/** Every object within a schema, with the way to it. */
function* nodesOf(value: unknown, way = ''): Generator<[string, Node]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [way, value as Node];
  for (const [key, inner] of Object.entries(value)) yield* nodesOf(inner, `${way}/${key}`);
}

describe('the schemas', () => {
  test('are those of every type of STIX 2.1, and compiled', () => {
    const types = paths.map((path) => path.replace(/^.*\/|\.json$/g, ''));
    const count = (kind: string) => types.filter((type) => kindOf(type) === kind).length;
    // "incident" is a stub among the SDOs (§4.6)
    expect([count('sdo'), count('sro'), count('sco'), count('smo')]).toEqual([19, 2, 18, 3]);
    expect(Object.keys(validators).sort()).toEqual(types.filter((type) => type !== 'common').sort());
  });

  test('are published as they are written', () => {
    expect(Object.keys(schemaTexts).sort()).toEqual([...paths].sort());
    for (const path of paths) expect(schemaTexts[path]).toBe(readFileSync(join(folder, path), 'utf8'));
  });

  test('serve whoever loads them from anywhere, with any validator of JSON Schema 2020-12', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    for (const [path, schema] of schemas) ajv.addSchema(schema, `https://elsewhere.example/schemas/${path}`);
    const validate = ajv.getSchema('https://elsewhere.example/schemas/sdo/campaign.json')!;
    expect(validate({ type: 'campaign' })).toBe(false);
  });

  test.each(schemas)('%s names faults that there are, and says what it expects', (_, schema) => {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: expect.any(String),
    });
    for (const [way, node] of nodesOf(schema)) {
      // Names of properties are no keywords, and a condition says nothing to anyone
      if (/\/(?:properties|\$defs)$|\/(?:if|not)(?:\/|$)/.test(way)) continue;
      const code = node['x-code'];
      if (typeof code === 'string') expect(schemaFaults.has(code), `${way}: ${code}`).toBe(true);
      if (typeof node['x-basis'] === 'string') expect(['text', 'oasis']).toContain(node['x-basis']);
      const canFail = [
        'pattern',
        'enum',
        'minimum',
        'maximum',
        'anyOf',
        'oneOf',
        'minItems',
        'minProperties',
      ];
      if (
        canFail.some((key) => key in node) &&
        !('type' in node && typeof node.type === 'object' && way === '')
      )
        expect(node.description, `${way} has no description`).toEqual(expect.any(String));
    }
  });
});
