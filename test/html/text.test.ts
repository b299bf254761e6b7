import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../src/html/markdown.ts';
import { contactView, counted, groupDigits } from '../../src/html/text.ts';

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1234567, '1,234,567'],
])('%i is written %s', (value, text) => expect(groupDigits(value)).toBe(text));

test('one object is no plural', () => {
  expect([counted(0, 'object'), counted(1, 'object'), counted(2, 'object')]).toEqual([
    '0 objects',
    '1 object',
    '2 objects',
  ]);
});

test.each([
  ['cert@example.org', 'mailto:cert@example.org'],
  [' https://example.org/contact ', 'https://example.org/contact'],
  ['call 112', undefined],
  ['javascript:alert(1)@x', undefined],
  ['the team, cert@example.org', undefined],
])('the contact %s links to %s', (text, href) => expect(contactView(text).href).toBe(href));

describe('Markdown', () => {
  test('puts headings below those of the page', () => {
    expect(renderMarkdown('# A\n\n## B\n\n##### C')).toBe('<h3>A</h3>\n<h4>B</h4>\n<h6>C</h6>\n');
  });

  test('shows tags as text', () => {
    expect(renderMarkdown('a <script>alert(1)</script>\n\n<img src=x onerror=y>')).not.toMatch(
      /<(?:script|img)/,
    );
  });

  test('links to no script', () => {
    expect(renderMarkdown('[a](javascript:alert(1)) [b](<data:text/html,x>)')).not.toContain('href');
  });

  test('loads no image', () => {
    expect(renderMarkdown('![the "plan"](https://x.example/a.png)')).toBe('<p>the &quot;plan&quot;</p>\n');
  });
});
