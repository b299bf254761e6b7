import { isUtf8 } from 'node:buffer';
import { linesOf, TOO_LONG } from '../io/lines.ts';
import { findTrouble, isSuspect } from '../json/interoperable.ts';
import {
  decodeSlice,
  JsonSyntaxError,
  MAX_BYTES,
  MAX_VALUES,
  type Member,
  scanMembers,
} from '../json/scan.ts';
import { isValid } from '../stix/finding.ts';
import { Validator } from '../stix/validator.ts';

interface Verdict {
  /** False where the object breaks a MUST that the OASIS validator enforces too, whatever the settings. */
  readonly valid: boolean;
  readonly codes: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Judges lines `{"case": <any>, "object": {…}}`, each alone: nothing that an object refers to needs to be there.
 * A line that is no such thing gets a verdict as well, so that the answers stay in step with the questions.
 * @param input UTF-8 in pieces of any size
 * @returns a line for each line that is not blank, in the same order; the text of its case is the same
 */
export async function* validateLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const validator = new Validator();
  for await (const line of linesOf(input, MAX_BYTES)) {
    if (line === TOO_LONG) yield print('null', refused('json/too-large'));
    else if (!isBlank(line)) yield answer(line, validator);
  }
}

function isBlank(line: Uint8Array): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}

function print(name: string, { valid, codes, warnings }: Verdict): string {
  return `{"case":${name},${JSON.stringify({ valid, codes, warnings }).slice(1)}\n`;
}

function refused(code: string): Verdict {
  return { valid: false, codes: [code], warnings: [] };
}

function answer(line: Uint8Array, validator: Validator): string {
  if (line[0] === 0xef && line[1] === 0xbb) return print('null', refused('json/byte-order-mark'));
  if (!isUtf8(line)) return print('null', refused('json/not-utf8'));
  let name = 'null';
  try {
    const members = scanMembers(line, NO_LISTS);
    name = caseOf(line, members) ?? name;
    return print(name, judge(line, members, validator));
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof SyntaxError)
      return print(name, refused('json/syntax'));
    throw error;
  }
}

const NO_LISTS: ReadonlySet<string> = new Set();

/** As it stands: read and written again, a number could become another. */
function caseOf(line: Uint8Array, members: readonly Member[]): string | undefined {
  const member = members.find(({ key }) => key === 'case');
  if (!member) return undefined;
  const text = decodeSlice(line, member.value);
  JSON.parse(text);
  return text;
}

function judge(line: Uint8Array, members: readonly Member[], validator: Validator): Verdict {
  if (new Set(members.map(({ key }) => key)).size < members.length) return refused('json/duplicate-name');
  const object = members.find(({ key }) => key === 'object');
  for (const { key, value } of members)
    if (key !== 'case' && key !== 'object') JSON.parse(decodeSlice(line, value));
  if (!object) return refused('json/not-a-case');
  if (object.value.commas >= MAX_VALUES) return refused('json/too-large');
  const text = decodeSlice(line, object.value);
  const value: unknown = JSON.parse(text);
  const trouble = isSuspect(value, text, object.value) ? findTrouble(line, object.value) : undefined;
  if (trouble) return refused(`json/${trouble.kind}`);
  const found = validator.validate(value);
  const codesOf = (severity: string) => [
    ...new Set(found.filter((finding) => finding.severity === severity).map(({ code }) => code)),
  ];
  return { valid: isValid(found), codes: codesOf('error'), warnings: codesOf('warning') };
}
