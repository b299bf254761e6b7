import { type Document, isMap, isNode, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import { type Diagnostic, diagnose, type Place } from '../diagnostics/diagnostic.ts';
import { pointer } from '../json/locate.ts';
import type { SchemaError, Validate } from '../json/schema.ts';

type Path = readonly (string | number)[];

const SHOWN = 5;

/** A YAML file that knows where its values stand. */
export class YamlFile {
  readonly name: string;
  readonly diagnostics: Diagnostic[] = [];
  /** Undefined where there are diagnostics. */
  readonly value: unknown;
  private readonly document: Document;
  private readonly lines = new LineCounter();

  constructor(name: string, text: string) {
    this.name = name;
    this.document = parseDocument(text, { lineCounter: this.lines, version: '1.2', schema: 'core' });
    // One fault makes many that follow from it.
    for (const { message, pos } of [...this.document.errors, ...this.document.warnings].slice(0, SHOWN)) {
      const { line, col } = this.lines.linePos(pos[0]);
      this.report(message, { file: name, line, column: col });
    }
    if (this.diagnostics.length === 0) this.value = this.toValue();
  }

  /** Aliases are resolved here: one may be unknown, or there may be far too many. */
  private toValue(): unknown {
    try {
      return this.document.toJS();
    } catch (error) {
      const { line, col } = this.lines.linePos(this.firstAlias());
      this.report((error as Error).message, { file: this.name, line, column: col });
      return undefined;
    }
  }

  private firstAlias(): number {
    let offset = 0;
    visit(this.document, {
      Alias: (_, { range }) => {
        offset = range?.[0] ?? 0;
        return visit.BREAK;
      },
    });
    return offset;
  }

  private report(message: string, at: Place): void {
    const reason = message.split(/ at line \d|\n/)[0]!;
    this.diagnostics.push(diagnose('config/yaml', { reason }, { at }));
  }

  /** The place of the value behind a path, or of its key, or of the nearest thing above it that exists. */
  place(path: Path, part: 'value' | 'key' = 'value'): Place {
    const { line, col } = this.lines.linePos(this.offset(path, part));
    return { file: this.name, line, column: col, pointer: pointer(path) };
  }

  private offset(path: Path, part: 'value' | 'key'): number {
    let node: unknown = this.document.contents;
    let found = 0;
    for (const [index, step] of path.entries()) {
      const pair = isMap(node)
        ? node.items.find(({ key }) => String(keyOf(key)) === String(step))
        : undefined;
      const isLast = index === path.length - 1;
      node = pair
        ? isLast && part === 'key'
          ? pair.key
          : pair.value
        : isSeq(node)
          ? node.items[Number(step)]
          : undefined;
      if (isNode(node) && node.range) found = node.range[0];
    }
    return found;
  }
}

function keyOf(key: unknown): unknown {
  return isNode(key) ? key.toJSON() : key;
}

/** What a schema finds wrong in a file, each at its line. */
export function checkSchema(file: YamlFile, validate: Validate): Diagnostic[] {
  if (validate(file.value)) return [];
  return (validate.errors ?? [])
    .filter(({ keyword }) => keyword !== 'if')
    .map((error) => toDiagnostic(file, error));
}

function toDiagnostic(file: YamlFile, error: SchemaError): Diagnostic {
  const path = error.instancePath.split('/').slice(1).map(unescapeStep);
  if (error.keyword === 'additionalProperties') {
    const key = String(error.params.additionalProperty);
    const known = Object.keys(error.parentSchema.properties ?? {}).join(', ');
    return diagnose('config/unknown-key', { key, known }, { at: file.place([...path, key], 'key') });
  }
  if (error.keyword === 'required') {
    const key = [...path, String(error.params.missingProperty)].join('.');
    return diagnose('config/missing-key', { key }, { at: file.place(path) });
  }
  const expected = String(error.parentSchema.description ?? 'a mapping of keys to values');
  const key = path.join('.') || 'the file';
  return diagnose('config/wrong-value', { key, found: show(error.data), expected }, { at: file.place(path) });
}

function unescapeStep(step: string): string | number {
  return /^\d+$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~');
}

function show(value: unknown): string {
  if (value === undefined || value === null) return 'empty';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
