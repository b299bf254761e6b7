import { test } from 'vitest';
import { pdfKeys } from '../../../src/stix/vocabularies/pdf-keys.ts';
import { expectList } from './expect-list.ts';

test('keys of document information in PDF', () => {
  expectList(pdfKeys, 9, 'Title Trapped', 'title Company');
});
