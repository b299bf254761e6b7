import type { SarifTool } from '../../src/diagnostics/sarif/tool.ts';

/** A program with two codes, of which one has a page. */
export const exampleTool: SarifTool = {
  name: 'taxii-press',
  version: '1.2.3',
  codes: [
    { code: 'json/syntax', severity: 'error', help: 'Mend it at the place shown.' },
    { code: 'release/silent-edit', severity: 'error', help: 'Give it a new "modified".' },
  ],
  page: (code) =>
    code === 'json/syntax' ? '# json/syntax\n\nThe text is no JSON. RFC 8259 says\nwhat is.\n' : undefined,
  whole: 'content/site.yaml',
};
