import { relative, sep } from 'node:path';
import { type Diagnostic, diagnose, type Place } from '../../diagnostics/diagnostic.ts';
import { ContentStore } from '../../io/content-store.ts';
import { encodingFault } from '../../io/files.ts';
import { minify } from '../../json/minify.ts';
import type { ContentFile } from '../../release/read-objects.ts';
import { type Inside, objectPaths, placeOf } from '../../release/read-objects.ts';
import { OBJECT_LISTS } from '../../release/release-file.ts';
import type { ReadText, SourceObject } from '../../release/source-object.ts';
import type { Finding } from '../../stix/finding.ts';

/** The lists that a file of content may hold its objects in. */
const LISTS: ReadonlySet<string> = new Set(['objects', ...OBJECT_LISTS]);

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
    this.diagnostics.push(...found);
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
      const fault = encodingFault(file.bytes);
      if (!fault) return file;
      this.report(diagnose(`json/${fault}`, {}, { at: { file: name, line: 1, column: 1 } }));
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const where = { at: at ?? { file: name } };
      if (code === 'ENOENT') this.report(diagnose('io/not-found', { path: name, what: 'file' }, where));
      else this.report(diagnose('io/unreadable', { path: name, reason: code ?? message }, where));
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

  reportLink(path: string): void {
    const file = this.name(path);
    this.report(diagnose('io/symbolic-link', { path: file }, { at: { file } }));
  }

  /** A folder's own files are read; what else it may be is told, since nobody would miss it. */
  reportNoFile(path: string): void {
    const file = this.name(path);
    this.report(diagnose('io/not-a-file', { path: file }, { at: { file } }));
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
