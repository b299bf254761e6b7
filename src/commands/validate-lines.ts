import { hasDuplicateNames } from '../json/duplicate-names.ts';
import { JsonSyntaxError, scanRoot } from '../json/scan.ts';
import { isValid } from '../stix/finding.ts';
import { isObject } from '../stix/rules/rule.ts';
import { Validator } from '../stix/validator.ts';

interface Verdict {
  readonly case: unknown;
  /** False where the object breaks a MUST that the OASIS validator enforces too, whatever the settings. */
  readonly valid: boolean;
  readonly codes: readonly string[];
  readonly warnings: readonly string[];
}

const encoder = new TextEncoder();

/**
 * Judges lines `{"case": <any>, "object": {…}}`, each alone: nothing that an object refers to needs to be there.
 * A line that is no such thing gets a verdict as well, so that the answers stay in step with the questions.
 * @returns a line for each line that is not blank, in the same order
 */
export async function* validateLines(lines: AsyncIterable<string>): AsyncGenerator<string> {
  const validator = new Validator();
  for await (const line of lines) if (line.trim() !== '') yield `${JSON.stringify(judge(line, validator))}\n`;
}

function judge(line: string, validator: Validator): Verdict {
  const parsed = parse(line);
  if (!parsed) return refused(null, 'json/syntax');
  const { value: question, colons } = parsed;
  if (!isObject(question) || !Object.hasOwn(question, 'object')) return refused(null, 'json/not-a-case');
  const name = question.case ?? null;
  if (hasDuplicateNames(question, colons)) return refused(name, 'json/duplicate-name');
  const found = validator.validate(question.object);
  const codesOf = (severity: string) => [
    ...new Set(found.filter((finding) => finding.severity === severity).map(({ code }) => code)),
  ];
  return { case: name, valid: isValid(found), codes: codesOf('error'), warnings: codesOf('warning') };
}

/** The value of a line, and how many members it should have; undefined where it is no JSON object. */
function parse(line: string): { value: unknown; colons: number } | undefined {
  try {
    // Looks at the depth as well, before anything recurses.
    const { colons } = scanRoot(encoder.encode(line));
    return { value: JSON.parse(line), colons };
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function refused(name: unknown, code: string): Verdict {
  return { case: name, valid: false, codes: [code], warnings: [] };
}
