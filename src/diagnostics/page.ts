/**
 * The page of a code, in Markdown: its title, what is wrong and why it matters, then "## Failing" and "## Mended"
 * with fenced blocks, each a file or commands. A page that cannot show its case says so, and where it is tested:
 *
 *     Not shown: <reason>. Tested in `test/….test.ts`.
 */
export interface CodePage {
  readonly title: string;
  /** The text between the title and the examples, as one paragraph. */
  readonly about: string;
  readonly failing: readonly Block[];
  readonly mended: readonly Block[];
  readonly notShown?: { readonly reason: string; readonly test: string };
}

/** A fenced block: a file where it names a path, otherwise commands or a value. */
export interface Block {
  readonly language: string;
  readonly path?: string;
  readonly text: string;
}

const NOT_SHOWN = /^Not shown: ([\s\S]*?)\. Tested in `([^`]+)`\.$/m;

export function parsePage(markdown: string): CodePage {
  const [head = '', ...sections] = markdown.split(/^## /m);
  const [, title = '', body = ''] = /^# ([^\n]*)\n(.*)$/s.exec(head) ?? [];
  const [, reason, test] = NOT_SHOWN.exec(body) ?? [];
  const section = (name: string) => sections.find((text) => text.startsWith(`${name}\n`)) ?? '';
  return {
    title,
    about: body.replace(NOT_SHOWN, '').trim().replace(/\s+/g, ' '),
    failing: blocksOf(section('Failing')),
    mended: blocksOf(section('Mended')),
    ...(reason && test ? { notShown: { reason: reason.replace(/\s+/g, ' '), test } } : {}),
  };
}

/** Text between fences; a fence of four marks may hold one of three. */
function blocksOf(section: string): Block[] {
  const fences = /^(`{3,})(\S*)[ \t]*(.*)\n([\s\S]*?)^\1$/gm;
  return [...section.matchAll(fences)].map(([, , language = '', path = '', text = '']) => ({
    language,
    ...(path.trim() ? { path: path.trim() } : {}),
    text,
  }));
}

/** Up to the first full stop that ends a sentence, so not one in `site.yaml`, in "§3.1" or after "e.g". */
export function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s+[A-Z`"]|$)/s.exec(text)?.[0] ?? text;
}
