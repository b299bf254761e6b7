import type { Ledger, LogEntry, ReleaseMaterial } from '../../src/release/ledger.ts';
import type { SourceObject } from '../../src/release/source-object.ts';
import { Texts } from '../support/history.ts';

export const texts = new Texts();

/** Day `n` of 2024 as an instant. */
export function day(n: number): string {
  return new Date(Date.UTC(2024, 0, n)).toISOString();
}

export function toolId(name: string): string {
  return `tool--${Buffer.from(name.padEnd(4, '.')).toString('hex')}-0000-4000-8000-000000000000`;
}

/** A tool of up to four letters, in its version of day `version`, or of any instant. */
export function tool(name: string, version: number | string = 1, note = ''): SourceObject {
  const modified = typeof version === 'number' ? day(version) : version;
  return texts.add({
    type: 'tool',
    spec_version: '2.1',
    id: toolId(name),
    created: day(1),
    modified,
    name,
    note,
  });
}

export const urlId = 'url--00000000-0000-4000-8000-000000000000';

export function url(value: string): SourceObject {
  return texts.add({ type: 'url', id: urlId, value });
}

export const markingId = 'marking-definition--00000000-0000-4000-8000-000000000000';

export function marking(statement: string): SourceObject {
  return texts.add({
    type: 'marking-definition',
    spec_version: '2.1',
    id: markingId,
    created: day(1),
    definition_type: 'statement',
    definition: { statement },
  });
}

/** The next release of a ledger, a day after the last. */
export function next(
  ledger: Ledger,
  objects: readonly SourceObject[],
  removed: ReleaseMaterial['removed'] = 'absent',
): ReleaseMaterial {
  const number = ledger.reports.length + 1;
  return { version: `${number}.0`, date: day(100 + number), objects, removed };
}

/** Entries as "name@day" or "name@day!" with an exclamation mark for a note, in order. */
export function names(entries: Iterable<LogEntry>): string[] {
  return [...entries].map(({ name, type, objectVersion, text }) => {
    const content = JSON.parse(new TextDecoder().decode(texts.read(text))) as {
      note?: string;
      value?: string;
    };
    const version = Math.round((Date.parse(objectVersion) - Date.UTC(2023, 11, 31)) / 86_400_000);
    return type === 'tool'
      ? `${name}@${version}${content.note ? `!${content.note}` : ''}`
      : (content.value ?? type);
  });
}
