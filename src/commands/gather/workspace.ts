import { isUtf8 } from 'node:buffer';
import { join, relative, sep } from 'node:path';
import { type Diagnostic, diagnose, type Place } from '../../diagnostics/diagnostic.ts';
import { ContentStore } from '../../io/content-store.ts';
import { isFile, isLink, listFiles, readText, stateOf } from '../../io/files.ts';
import { minify } from '../../json/minify.ts';
import { positionOf } from '../../json/position.ts';
import { firstNotUtf8 } from '../../json/utf8.ts';
import type { ContentFile } from '../../release/read-objects.ts';
import { type Inside, objectPaths, placeOf } from '../../release/read-objects.ts';
import { OBJECT_LISTS } from '../../release/release-file.ts';
import type { ReadText, SourceObject } from '../../release/source-object.ts';
import type { Finding } from '../../stix/finding.ts';

/** The lists that a file of content may hold its objects in. */
const LISTS: ReadonlySet<string> = new Set(['objects', ...OBJECT_LISTS]);

/** Files that people write by hand are not larger: a configuration takes some hundred times its size to read. */
const MAX_TEXT = 4 * 1024 * 1024;

/** Tells how far long work has come. */
export type Progress = (what: string, done: number, total: number) => void;

/** The content files that one command reads, and what it has to say of them. */
export class Workspace {
  readonly diagnostics: Diagnostic[] = [];
  readonly progress: Progress;
  private readonly store = new ContentStore();
  private readonly names: string[] = [];
  /** Where the objects stand in the files that something was found in. */
  private readonly paths = new Map<number, ReturnType<typeof objectPaths>>();

  constructor(progress: Progress = () => undefined) {
    this.progress = progress;
  }

  /** A path as messages show it: from the working directory, with "/". */
  name(path: string): string {
    return relative(process.cwd(), path).split(sep).join('/');
  }

  report(...found: readonly Diagnostic[]): void {
    this.reportAll(found);
  }

  reportAll(found: Iterable<Diagnostic>): void {
    for (const diagnostic of found) this.diagnostics.push(diagnostic);
  }

  /**
   * A file of content; undefined, and a finding, where it cannot be read as UTF-8.
   * @param at where the file is asked for, if another file does
   */
  open(path: string, at?: Place): ContentFile | undefined {
    const name = this.name(path);
    try {
      const file = { ...this.store.open(path), name };
      this.names[file.number] = name;
      const fault = encodingFault(file);
      if (!fault) return file;
      this.report(fault);
    } catch (error) {
      this.report(unreadable(error, name, at ?? { file: name }));
    }
    return undefined;
  }

  /**
   * A file that people write by hand; undefined where there is none, and undefined and a finding where it is a link,
   * which may lead to what is not content, or cannot be read.
   */
  text(path: string): string | undefined {
    const name = this.name(path);
    if (isLink(path)) this.reportLink(path);
    else if (isFile(path))
      try {
        if (stateOf(path)!.size <= MAX_TEXT) return readText(path);
        this.report(
          diagnose(
            'io/unreadable',
            { path: name, reason: 'it is larger than 4 MiB' },
            { at: { file: name } },
          ),
        );
      } catch (error) {
        this.report(unreadable(error, name, { file: name }));
      }
    return undefined;
  }

  /** The bytes of an object, without insignificant white space. */
  readonly read: ReadText = ({ file, start, end, length }) =>
    minify(this.store.slice(file, start, end), { start: 0, end: end - start, length });

  /** Closes the files that are open for reading again. */
  close(): void {
    this.store.close();
  }

  /**
   * The JSON files under a folder, relative to it. What has the name of one and is none is told of, since nobody would
   * miss it; so are links, which may lead anywhere, and what they lead to may change without a trace in the content.
   */
  list(folder: string): readonly string[] {
    const { files, links, others } = listFiles(folder, '.json');
    for (const link of links) this.reportLink(join(folder, link));
    for (const other of others) {
      const path = this.name(join(folder, other));
      this.report(diagnose('io/not-a-file', { path }, { at: { file: path } }));
    }
    return files;
  }

  reportLink(path: string): void {
    const file = this.name(path);
    this.report(diagnose('io/symbolic-link', { path: file }, { at: { file } }));
  }

  /** A finding of an object that was read, with its place. */
  finding(object: SourceObject, finding: Finding): Diagnostic {
    const { code, severity, message, help } = finding;
    const at = this.place(object, finding);
    return { code, severity, message, help, at, object: { id: object.id, type: object.type } };
  }

  /** Where an object stands, or something within it. */
  place(object: SourceObject, inside: Inside = { path: [] }): Place {
    const file = this.file(object.text.file);
    const paths = this.paths.get(file.number) ?? objectPaths(file, LISTS);
    this.paths.set(file.number, paths);
    return placeOf(file, object, paths.get(object.text.start) ?? [], inside);
  }

  private file(number: number): ContentFile {
    return { number, name: this.names[number]!, bytes: this.store.bytes(number) };
  }
}

/** What keeps a file from being JSON text as STIX wants it, before any of it is read. */
function encodingFault({ bytes, name }: ContentFile): Diagnostic | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return diagnose('json/byte-order-mark', {}, { at: { file: name, line: 1, column: 1 } });
  if (isUtf8(bytes)) return undefined;
  const offset = firstNotUtf8(bytes) ?? 0;
  return diagnose(
    'json/not-utf8',
    { found: describeBytes(bytes.subarray(offset, offset + 3)) },
    { at: { file: name, ...positionOf(bytes, offset) } },
  );
}

/** The first of them is where UTF-8 goes wrong. */
function describeBytes(bytes: Uint8Array): string {
  const isSurrogate = bytes[0] === 0xed && bytes[1]! >= 0xa0;
  const shown = isSurrogate ? bytes : bytes.subarray(0, 1);
  const digits = [...shown].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
  return isSurrogate ? `half of a surrogate pair, the bytes ${digits}` : `the byte ${digits}`;
}

/** What the file system says of a file, as a finding. */
export function unreadable(error: unknown, path: string, at: Place): Diagnostic {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return diagnose('io/not-found', { path, what: 'file' }, { at });
  return diagnose('io/unreadable', { path, reason: code ?? message }, { at });
}
