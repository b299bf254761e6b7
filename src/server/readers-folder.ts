import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AccessControl, createAccess } from '../query/access-control.ts';
import { parseReaders } from '../query/readers.ts';

/** A line of a readers list that lets nobody in. */
export interface UnusableLine {
  readonly file: string;
  readonly line: number;
}

/** What a look at the folder found. */
export interface FoundReaders {
  /** The readers lists that let somebody in. */
  readonly lists: ReadonlySet<string>;
  readonly unusable: readonly UnusableLine[];
}

/** `<list>.htpasswd` and `<list>.tokens`, as web servers and people name them; a line's form tells what it is. */
const NAME = /^([a-z0-9-]+)\.(?:htpasswd|tokens)$/;

/**
 * Access by the readers lists of a folder. It is looked at again and again rather than watched: secrets are often
 * mounted in ways that tell of no change.
 */
export class ReadersFolder {
  private readonly folder: string;
  private text: string | undefined;
  private current: AccessControl = createAccess(parseReaders('').readers);

  constructor(folder: string) {
    this.folder = folder;
  }

  readonly control: AccessControl = (headers) => this.current(headers);

  /**
   * Takes over what has changed, and forgets whoever was let in before: a reader who was taken off a list is out.
   * Where the folder cannot be read, everybody is.
   * @returns undefined where nothing has changed
   * @throws Error where the folder or a list in it cannot be read
   */
  refresh(): FoundReaders | undefined {
    try {
      const { text, origins } = readLists(this.folder);
      if (text === this.text) return undefined;
      const { readers, unusable } = parseReaders(text);
      this.text = text;
      this.current = createAccess(readers);
      return { lists: readers.lists, unusable: unusable.map((number) => origins[number - 1]!) };
    } catch (error) {
      this.text = undefined;
      this.current = createAccess(parseReaders('').readers);
      throw error;
    }
  }
}

/** All lists as the text that `parseReaders` reads, and where each of its lines comes from. */
function readLists(folder: string): { text: string; origins: readonly UnusableLine[] } {
  const lines: string[] = [];
  const origins: UnusableLine[] = [];
  for (const name of readdirSync(folder).sort()) {
    const list = NAME.exec(name)?.[1];
    if (list === undefined) continue;
    const file = join(folder, name);
    lines.push(`[${list}]`);
    origins.push({ file, line: 0 });
    for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
      // A heading within a file would put the readers after it onto another list.
      lines.push(line.trimStart().startsWith('[') ? '?' : line);
      origins.push({ file, line: index + 1 });
    }
  }
  return { text: lines.join('\n'), origins };
}
