import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { validate } from '../../src/commands/validate.ts';
import { TestContent, temporaryFolder, tool, url } from '../support/content.ts';

const TOOL = JSON.stringify(tool(1));
const withMember = (member: string) => TOOL.replace('{', `{${member},`);

/** What is found in a file, as "code line:column". */
function judge(content: string | Uint8Array): string[] {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'hostile.json'), content);
  const { exitCode, diagnostics } = validate({ content: folder, paths: [join(folder, 'hostile.json')] });
  expect(exitCode).toBe(diagnostics.some(({ severity }) => severity === 'error') ? 1 : 0);
  return diagnostics.map(({ code, at }) => `${code} ${at?.line}:${at?.column}`);
}

describe('text that readers do not read alike', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['a name twice', withMember('"x_a":1,"x_a":2'), 'json/duplicate-name 1:10'],
    ['a name twice, once escaped', withMember('"x_a":1,"x\\u005fa":2'), 'json/duplicate-name 1:10'],
    ['a name twice, deep within', withMember('"x_a":[{"b":{"c":1,"c":1}}]'), 'json/duplicate-name 1:21'],
    ['half of a surrogate pair, escaped', withMember('"x_a":"\\ud83d"'), 'json/lone-surrogate 1:9'],
    ['the other half', withMember('"x_a":"\\uDea2 \\ud83d"'), 'json/lone-surrogate 1:9'],
    [
      'half of a pair in bytes',
      Buffer.from(withMember('"x_a":"\xed\xa0\xbd"'), 'latin1'),
      'json/not-utf8 1:9',
    ],
    ['a number beyond doubles', withMember('"x_a":1e400'), 'json/number-range 1:8'],
    ['a negative one', withMember('"x_a":[-1E+400]'), 'json/number-range 1:9'],
    ['a byte order mark', `\ufeff${TOOL}`, 'json/byte-order-mark 1:1'],
    ['NaN', withMember('"x_a":NaN'), 'json/syntax 1:8'],
    ['a comment', `/* */${TOOL}`, 'json/syntax 1:1'],
    ['two documents', `${TOOL}\n${TOOL}`, 'json/syntax 2:1'],
  ])('%s', (_, content, expected) => expect(judge(content)).toContain(expected));

  test('whole pairs and large integers are no trouble', () => {
    expect(judge(withMember('"x_a":"\\ud83d\\udea2 🚢","x_b":12345678901234567890'))).toEqual(
      ['stix/extension-use 1:2', 'stix/extension-use 1:29'].map((line) =>
        expect.stringContaining(line.split(' ')[0]!),
      ),
    );
  });
});

describe('names that JavaScript has its own mind about', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype', 'length'];

  test.each(names)('%s, as a property, a type, a key, a selector and a rule', (name) => {
    const places = [
      { ...tool(1), [name]: { id: 5 } },
      JSON.parse(`{"type":"tool","${name}":{"type":"x"}}`),
      { ...tool(1), type: name },
      { ...tool(1), extensions: JSON.parse(`{"${name}":{}}`) },
      { ...tool(1), granular_markings: [{ selectors: [name, `${name}.[0]`], marking_ref: name }] },
      { ...tool(1), external_references: [{ source_name: name, hashes: JSON.parse(`{"${name}":"x"}`) }] },
      {
        ...url('https://a.example/'),
        type: 'observed-data',
        objects: JSON.parse(`{"${name}":{"type":"${name}"}}`),
      },
      { type: 'relationship', relationship_type: name, source_ref: `${name}--x`, target_ref: name },
      { type: 'language-content', contents: JSON.parse(`{"${name}":{"${name}":"x"}}`) },
      { type: 'marking-definition', definition_type: name, definition: JSON.parse(`{"${name}":1}`) },
    ];
    for (const place of places) expect(judge(JSON.stringify(place))).not.toEqual([]);
    expect(({} as Record<string, unknown>).id).toBeUndefined();
  });
});

describe('what looks like a file', () => {
  test('a pipe is told of, and not waited for', () => {
    const content = new TestContent();
    mkdirSync(content.path('api/things/objects'), { recursive: true });
    execFileSync('mkfifo', [content.path('api/things/objects/pipe.json')]);
    const { diagnostics } = validate({ content: content.folder });
    expect(content.shown(diagnostics)).toContain('io/not-a-file api/things/objects/pipe.json');
  });

  test('a link that leads out of the content, to itself, or nowhere', () => {
    const content = new TestContent();
    const objects = content.path('api/things/objects');
    mkdirSync(objects, { recursive: true });
    symlinkSync('/etc/passwd', join(objects, 'out.json'));
    symlinkSync('loop.json', join(objects, 'loop.json'));
    symlinkSync('/etc', join(objects, 'folder'));
    const { exitCode, diagnostics } = validate({ content: content.folder });
    expect(exitCode).toBe(1);
    expect(content.shown(diagnostics)).toEqual(
      expect.arrayContaining(
        ['folder', 'loop.json', 'out.json'].map((n) => `io/symbolic-link api/things/objects/${n}`),
      ),
    );
  });
});
