import MarkdownIt from 'markdown-it';

// The page's own headings end at this level, so that prose nests below them.
const SECTION_LEVEL = 2;

/**
 * Prose from `about.md` as HTML that is safe to put into a page: tags in it come out as text, no link runs a
 * script, and nothing is loaded from elsewhere.
 */
export function renderMarkdown(text: string): string {
  return markdown.render(text);
}

const markdown = createRenderer();

function createRenderer(): MarkdownIt {
  const renderer = new MarkdownIt({ html: false, linkify: false, typographer: false });
  const { rules } = renderer.renderer;
  rules.heading_open = (tokens, index) => `<${headingTag(tokens[index]!.tag)}>`;
  rules.heading_close = (tokens, index) => `</${headingTag(tokens[index]!.tag)}>\n`;
  // An image would be fetched from wherever it says, by everybody who reads the page.
  rules.image = (tokens, index) => renderer.utils.escapeHtml(tokens[index]!.content);
  return renderer;
}

function headingTag(tag: string): string {
  return `h${Math.min(Number(tag.slice(1)) + SECTION_LEVEL, 6)}`;
}
