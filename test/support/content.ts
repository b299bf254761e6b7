import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { deterministicId } from '../../src/stix/deterministic-id.ts';

/** A folder that goes when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'taxii-press-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const collectionId = '5794d046-c44f-44bb-b445-f608d7629c43';

/** A content folder with one working tree, `api/things`, that tests fill and damage. */
export class TestContent {
  readonly folder = join(temporaryFolder(), 'content');
  readonly tree = 'api/things';

  constructor(hosts = 'node') {
    this.write('site.yaml', `title: Site\nhosts: [${hosts}]\n`);
    this.write('api/api-root.yaml', 'title: Root\n');
    this.write(
      `${this.tree}/collection.yaml`,
      `id: ${collectionId}\ntitle: Things\nsource:\n  kind: working-tree\n`,
    );
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, content: string | Uint8Array): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), content);
  }

  append(name: string, text: string): void {
    appendFileSync(this.path(name), text);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  remove(name: string): void {
    rmSync(this.path(name), { recursive: true });
  }

  /** Writes an object of the working tree under its name. */
  object(name: string, object: object): void {
    this.write(`${this.tree}/objects/${name}.json`, `${JSON.stringify(object, null, 2)}\n`);
  }

  /** A further collection that is published from snapshots, by version. */
  snapshots(folder: string, releases: Readonly<Record<string, readonly object[]>>): void {
    const entries = Object.entries(releases);
    const list = entries.map(
      ([version], n) => `    - { version: "${version}", date: ${day(50 + n)}, file: ${version}.json }\n`,
    );
    this.write(
      `${folder}/collection.yaml`,
      `id: 0a82c212-67e7-4a46-a18d-064388e5ebd4\ntitle: ${folder}\nsource:\n  kind: snapshots\n  releases:\n${list.join('')}`,
    );
    for (const [version, objects] of entries)
      this.write(`${folder}/snapshots/${version}.json`, JSON.stringify(bundle(objects)));
  }

  /** Findings as "code file:line:column", files relative to the content folder. */
  shown(diagnostics: readonly Diagnostic[]): string[] {
    const root = `${relative(process.cwd(), this.folder)}/`;
    return diagnostics.map(({ code, at }) => {
      const place = at ? [at.file, at.line, at.column].filter((part) => part !== undefined).join(':') : '-';
      return `${code} ${place.replace(root, '')}`;
    });
  }
}

/** Day `n` of 2024 as an instant. */
export function day(n: number): string {
  return new Date(Date.UTC(2024, 0, n)).toISOString();
}

export function toolId(n: number): string {
  return `tool--${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;
}

export function tool(n: number, version = 1, more: object = {}) {
  return {
    type: 'tool',
    spec_version: '2.1',
    id: toolId(n),
    created: day(1),
    modified: day(version),
    name: `Tool ${n}`,
    ...more,
  };
}

/** With the id that §2.9 of STIX 2.1 gives it, unless it is to change in place. */
export function url(value: string, id = deterministicId({ type: 'url', value })!) {
  return { type: 'url', id, value };
}

export function bundle(objects: readonly object[]) {
  return { type: 'bundle', id: 'bundle--00000000-0000-4000-8000-000000000000', objects };
}
