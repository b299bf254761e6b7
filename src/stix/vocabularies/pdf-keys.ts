/** Keys for pdf-ext.document_info_dict (§6.7.4), compared exactly: ISO 32000-1 §14.3.3, table 317. */
export const pdfKeys: ReadonlySet<string> = new Set([
  'Author',
  'CreationDate',
  'Creator',
  'Keywords',
  'ModDate',
  'Producer',
  'Subject',
  'Title',
  'Trapped',
]);
