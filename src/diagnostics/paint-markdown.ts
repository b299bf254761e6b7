import type { Paint } from './surroundings.ts';

/** Markdown as it stands, with its headings and fences set off where the terminal can. */
export function paintMarkdown(markdown: string, paint: Paint): string {
  let isCode = false;
  const lines = markdown.split('\n').map((line) => {
    if (line.startsWith('```')) {
      isCode = !isCode;
      return paint('dim', line);
    }
    return !isCode && line.startsWith('#') ? paint('strong', line) : line;
  });
  return lines.join('\n');
}
