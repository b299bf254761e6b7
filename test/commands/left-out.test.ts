import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { expect, test } from 'vitest';
import { build } from '../../src/commands/build.ts';
import { gatherContent } from '../../src/commands/gather/content.ts';
import { TestContent } from '../support/content.ts';

/** Folders whose names begin with "_" or "." are left out, but not without a word where they look like content. */

const ROOT = 'title: Members\n';
const COLLECTION = 'id: 0a82c212-67e7-4a46-a18d-064388e5ebd4\ntitle: Others\nsource:\n  kind: working-tree\n';

function found(content: TestContent): string[] {
  return content.shown(gatherContent(content.folder).diagnostics);
}

test.each([
  '_members',
  '.hidden',
  '_taxii',
  '_hosts',
  'Open',
  'a b',
])('the API root %s is told of', async (name) => {
  const content = new TestContent();
  content.write(`${name}/api-root.yaml`, ROOT);
  content.write(`${name}/things/collection.yaml`, COLLECTION);
  expect(found(content)).toEqual([`config/reserved-name ${name}/api-root.yaml`]);
  const { exitCode } = await build({ content: content.folder, out: content.path('../site') });
  expect(exitCode).toBe(1);
});

test('an API root that is only there to be left out is told of as that', () => {
  const content = new TestContent();
  content.remove('api');
  content.write('_api/api-root.yaml', ROOT);
  expect(found(content)).toEqual(['config/reserved-name _api/api-root.yaml']);
});

test.each(['_others', '.others'])('the collection %s is told of', (name) => {
  const content = new TestContent();
  content.write(`api/${name}/collection.yaml`, COLLECTION);
  expect(found(content)).toEqual([`config/reserved-name api/${name}/collection.yaml`]);
});

test('a copy of what is published is told of once', () => {
  const content = new TestContent();
  content.write('_api/api-root.yaml', content.read('api/api-root.yaml'));
  content.write('_api/things/collection.yaml', content.read('api/things/collection.yaml'));
  content.write('api/_things/collection.yaml', content.read('api/things/collection.yaml'));
  expect(found(content).sort()).toEqual([
    'config/reserved-name _api/api-root.yaml',
    'config/reserved-name api/_things/collection.yaml',
  ]);
});

test('a link of such a name is told of as a link', () => {
  const content = new TestContent();
  content.write('../elsewhere/api-root.yaml', ROOT);
  symlinkSync(content.path('../elsewhere'), content.path('_members'));
  expect(found(content)).toEqual(['io/symbolic-link _members']);
});

test('folders that hold no such file are nobody’s business', () => {
  const content = new TestContent();
  for (const folder of ['.git', '.github/workflows', '_drafts', 'api/_drafts', 'api/.cache'])
    content.write(`${folder}/note.txt`, 'Not yet ready.\n');
  // A collection without an API root is none, so this is a place to keep one in.
  content.write('_drafts/things/collection.yaml', COLLECTION);
  mkdirSync(content.path('_odd/api-root.yaml'), { recursive: true });
  symlinkSync('nowhere', content.path('.link'));
  symlinkSync(content.path('.git'), content.path('.other'));
  mkdirSync(content.path('.closed'));
  chmodSync(content.path('.closed'), 0);
  expect(found(content)).toEqual([]);
});
