import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { type Document, isMap, isNode, LineCounter, parseDocument } from 'yaml';
import { type Diagnostic, diagnose, type Place } from '../diagnostics/diagnostic.ts';
import { pointer } from '../json/locate.ts';

type Path = readonly (string | number)[];

/** A YAML file that knows where its values stand. */
export class YamlFile {
  readonly name: string;
  readonly diagnostics: Diagnostic[] = [];
  private readonly document: Document;
  private readonly lines = new LineCounter();

  constructor(name: string, text: string) {
    this.name = name;
    this.document = parseDocument(text, { lineCounter: this.lines, version: '1.2', schema: 'core' });
    for (const { message, pos } of [...this.document.errors, ...this.document.warnings]) {
      const reason = message.split(/ at line \d|\n/)[0]!;
      const { line, col } = this.lines.linePos(pos[0]);
      this.diagnostics.push(diagnose('config/yaml', { reason }, { at: { file: name, line, column: col } }));
    }
  }

  value(): unknown {
    return this.document.errors.length > 0 ? undefined : this.document.toJS();
  }

  /** The place of the value behind a path, or of its key, or of the nearest thing above it that exists. */
  place(path: Path, part: 'value' | 'key' = 'value'): Place {
    const { line, col } = this.lines.linePos(this.offset(path, part));
    return { file: this.name, line, column: col, pointer: pointer(path) };
  }

  private offset(path: Path, part: 'value' | 'key'): number {
    if (path.length === 0) return 0;
    const parent = this.document.getIn(path.slice(0, -1), true) ?? this.document.contents;
    const pair = isMap(parent) ? parent.items.find((item) => keyOf(item.key) === path.at(-1)) : undefined;
    const node = pair && part === 'key' ? pair.key : this.document.getIn(path, true);
    return isNode(node) && node.range ? node.range[0] : this.offset(path.slice(0, -1), part);
  }
}

function keyOf(key: unknown): unknown {
  return isNode(key) ? key.toJSON() : key;
}

const ajv = new Ajv2020({
  allErrors: true,
  verbose: true,
  strict: true,
  strictRequired: false,
  strictTypes: false,
});

export function compileSchema(schema: object): ValidateFunction {
  return ajv.compile(schema);
}

/** What a schema finds wrong in a file, each at its line. */
export function checkSchema(file: YamlFile, validate: ValidateFunction): Diagnostic[] {
  if (validate(file.value())) return [];
  return (validate.errors ?? [])
    .filter(({ keyword }) => keyword !== 'if')
    .map((error) => toDiagnostic(file, error));
}

function toDiagnostic(file: YamlFile, error: ErrorObject): Diagnostic {
  const path = error.instancePath.split('/').slice(1).map(unescapeStep);
  if (error.keyword === 'additionalProperties') {
    const key = String(error.params.additionalProperty);
    const known = Object.keys((error.parentSchema?.properties ?? {}) as object).join(', ');
    return diagnose('config/unknown-key', { key, known }, { at: file.place([...path, key], 'key') });
  }
  if (error.keyword === 'required') {
    const key = [...path, String(error.params.missingProperty)].join('.');
    return diagnose('config/missing-key', { key }, { at: file.place(path) });
  }
  const expected = String(error.parentSchema?.description ?? 'a mapping of keys to values');
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
